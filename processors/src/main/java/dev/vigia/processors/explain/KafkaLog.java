package dev.vigia.processors.explain;

import dev.vigia.processors.explain.Verdict.Gap;
import dev.vigia.processors.verify.Decoding;
import dev.vigia.processors.verify.Offsets;
import dev.vigia.processors.verify.Tape;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The topics themselves. For one thread. */
final class KafkaLog implements RecordedLog, AutoCloseable {

    /** How far the clocks of brokers and of {@code aggregate} may be apart: milliseconds. */
    private static final long CLOCKS_APART = 300_000;

    /** How many offsets of {@code signals} are held at once. */
    private static final long SLICE = 1_000;

    private final KafkaSettings kafka;
    private final Topics topics;
    private final Offsets offsets;
    private final Decoding<Control> controls;
    private final Decoding<Signal> signals;
    private final Map<TopicPartition, Tape> tapes = new HashMap<>();

    KafkaLog(KafkaSettings kafka, RegistryClient registry) {
        this.kafka = kafka;
        this.topics = kafka.topics();
        this.offsets = new Offsets(kafka);
        this.controls = new Decoding<>(registry, Control.class);
        this.signals = new Decoding<>(registry, Signal.class);
    }

    @Override
    public void controls(Controls into) {
        TopicPartition control = new TopicPartition(topics.control().name(), 0);
        long end = offsets.ends(List.of(control)).getOrDefault(control, 0L);
        for (ConsumerRecord<byte[], byte[]> record : tape(control).range(0, end)) {
            controls.read(record).ifPresent(said -> into.take(record.offset(), said));
        }
    }

    @Override
    public boolean frames(int partition, long since, long last, Predicate<Frame> into) {
        TopicPartition signal = new TopicPartition(topics.signals().name(), partition);
        long beginning = beginning(signal);
        long from =
                offsets.firstSince(signal, Math.max(0, since - CLOCKS_APART)).orElse(last + 1);
        boolean whole = beginning == 0 || from > beginning;
        for (long at = Math.max(from, beginning); at <= last; at += SLICE) {
            for (ConsumerRecord<byte[], byte[]> record : tape(signal).range(at, Math.min(at + SLICE, last + 1))) {
                Optional<Signal> read = signals.read(record);
                if (read.isPresent() && read.get().getBody() instanceof Frame frame && !into.test(frame)) return whole;
            }
        }
        return whole;
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, long to) {
        return tape(partition).range(from, to);
    }

    @Override
    public long beginning(TopicPartition partition) {
        return offsets.beginnings(List.of(partition)).getOrDefault(partition, 0L);
    }

    @Override
    public int signalPartitions() {
        return offsets.partitions(topics.signals()).size();
    }

    @Override
    public Gap beforeSignals(int partition) {
        String topic = topics.signals().name();
        return new Gap(topic, partition, 0, beginning(new TopicPartition(topic, partition)) - 1);
    }

    private Tape tape(TopicPartition partition) {
        return tapes.computeIfAbsent(partition, one -> new Tape(kafka, one, Long.MAX_VALUE));
    }

    @Override
    public void close() {
        tapes.values().forEach(Tape::close);
        offsets.close();
    }
}
