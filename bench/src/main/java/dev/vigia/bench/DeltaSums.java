package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Adds up the deltas that were committed since this was made. */
final class DeltaSums implements AutoCloseable {

    private final RegistryClient registry;
    private final AvroDeserializer<Signal> signals;
    private final AvroDeserializer<Frame> frames;
    private final String signalTopic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private long deltas;
    private long bytes;

    DeltaSums(KafkaSettings kafka) {
        registry = Cluster.registry(kafka);
        signals = new AvroDeserializer<>(registry, Signal.class);
        frames = new AvroDeserializer<>(registry, Frame.class);
        signalTopic = kafka.topics().signals().name();
        consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (Topic topic : List.of(kafka.topics().signals(), kafka.topics().deltas())) {
            for (int i = 0; i < topic.partitions(); i++) partitions.add(new TopicPartition(topic.name(), i));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Happenings by rule id; those of all services' requests under {@link Expectation#REQUESTS}. */
    Map<String, Long> read() {
        Map<String, Long> sums = new TreeMap<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                bytes += record.serializedValueSize();
                for (Delta delta : deltas(record)) add(delta, sums);
            }
        }
        return sums;
    }

    /** How many records it took to make a delta, and how large it is. */
    String sizes(long records) {
        return String.format(
                Locale.ROOT, "%.1f records and %d bytes a delta", (double) records / deltas, bytes / deltas);
    }

    private List<Delta> deltas(ConsumerRecord<byte[], byte[]> record) {
        if (!record.topic().equals(signalTopic)) {
            Frame frame = frames.deserialize(record.topic(), record.value());
            return frame == null ? List.of() : frame.getDeltas();
        }
        Signal signal = signals.deserialize(record.topic(), record.value());
        return signal != null && signal.getBody() instanceof Frame frame ? frame.getDeltas() : List.of();
    }

    private void add(Delta delta, Map<String, Long> sums) {
        deltas++;
        boolean total = delta.getSeries().equals(Expectation.REQUESTS)
                && delta.getGroup().get(1).isEmpty();
        if (total || delta.getSpec() != 0) sums.merge(delta.getSeries(), delta.getCount(), Long::sum);
    }

    @Override
    public void close() {
        consumer.close();
        signals.close();
        frames.close();
        registry.close();
    }
}
