package dev.vigia.processors.backtest;

import dev.vigia.processors.verify.Decoding;
import dev.vigia.processors.verify.Recording;
import dev.vigia.processors.verify.Tape;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the topics of an installation have. */
final class KafkaRecorded implements Recorded, AutoCloseable {

    private final Topics topics;
    private final Recording recording;
    private final Decoding<Control> controls;
    private final Decoding<Signal> signals;
    private final Decoding<Alert> alerts;
    private final OptionalLong begin;
    private final Map<TopicPartition, Tape> inputs = new HashMap<>();

    /**
     * What is there now.
     *
     * @param evaluate consumer group of {@code evaluate}
     * @param begin signals that were appended before are left out: milliseconds since 1970-01-01 UTC
     */
    KafkaRecorded(KafkaSettings kafka, String evaluate, RegistryClient registry, OptionalLong begin) {
        this.topics = kafka.topics();
        this.controls = new Decoding<>(registry, Control.class);
        this.signals = new Decoding<>(registry, Signal.class);
        this.alerts = new Decoding<>(registry, Alert.class);
        this.begin = begin;
        this.recording = new Recording(kafka, evaluate);
    }

    @Override
    public int partitions() {
        return recording.of(topics.signals()).size();
    }

    @Override
    public List<Said> control() {
        List<Said> all = new ArrayList<>();
        Tape tape = recording.tape(new TopicPartition(topics.control().name(), 0));
        for (var next = tape.next(); next.isPresent(); next = tape.next()) {
            long offset = next.get().offset();
            controls.read(next.get()).ifPresent(control -> all.add(new Said(offset, control)));
        }
        return all;
    }

    @Override
    public SignalLog signals(int partition) {
        TopicPartition from = new TopicPartition(topics.signals().name(), partition);
        Tape tape = recording.tape(from);
        long first = begin.isPresent() ? recording.firstSince(from, begin.getAsLong()) : 0;
        if (first > 0) tape.skipTo(first);
        boolean whole = recording.isWhole(from) && first == 0;
        return new Log(tape, whole, recording.evaluated(from));
    }

    @Override
    public void alerts(int partition, Consumer<Told> into) {
        Tape tape = recording.tape(new TopicPartition(topics.alerts().name(), partition));
        for (var next = tape.next(); next.isPresent(); next = tape.next()) {
            long offset = next.get().offset();
            alerts.read(next.get()).ifPresent(alert -> into.accept(new Told(offset, alert)));
        }
    }

    @Override
    public Optional<List<ConsumerRecord<byte[], byte[]>>> records(Cut cut) {
        TopicPartition partition = new TopicPartition(cut.getTopic(), cut.getPartition());
        if (hasExpired(partition, cut)) return Optional.empty();
        List<ConsumerRecord<byte[], byte[]>> records =
                inputs.computeIfAbsent(partition, recording::tape).range(cut.getFromOffset(), cut.getToOffset());
        if (records.size() == cut.getRecords()) return Optional.of(records);
        // Retention may have come in between.
        recording.refreshBeginnings(List.of(partition));
        return hasExpired(partition, cut) ? Optional.empty() : Optional.of(records);
    }

    private boolean hasExpired(TopicPartition partition, Cut cut) {
        return cut.getFromOffset() < recording.beginning(partition);
    }

    @Override
    public void close() {
        recording.close();
    }

    /** What is in a partition of signals and can be read. */
    private final class Log implements SignalLog {

        private final Tape tape;
        private final boolean whole;
        private final long evaluated;
        private Optional<Entry> next = Optional.empty();
        private OptionalLong appended = OptionalLong.empty();

        Log(Tape tape, boolean whole, long evaluated) {
            this.tape = tape;
            this.whole = whole;
            this.evaluated = evaluated;
            readOn();
        }

        private void readOn() {
            next = Optional.empty();
            appended = OptionalLong.empty();
            for (var record = tape.next(); record.isPresent(); record = tape.next()) {
                Optional<Signal> signal = signals.read(record.get());
                if (signal.isEmpty()) continue;
                next = Optional.of(new Entry(record.get().offset(), signal.get()));
                appended = OptionalLong.of(record.get().timestamp());
                return;
            }
        }

        @Override
        public boolean isWhole() {
            return whole;
        }

        @Override
        public long evaluated() {
            return evaluated;
        }

        @Override
        public OptionalLong nextAppended() {
            return appended;
        }

        @Override
        public Entry next() {
            Entry taken = next.orElseThrow();
            readOn();
            return taken;
        }
    }
}
