package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Folded;
import dev.vigia.schemas.avro.FoldedCut;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.avro.OffsetRun;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What aggregate has written so far; reads on where it stopped. */
final class Recording implements AutoCloseable {

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroDeserializer<Signal> signals;
    private final AvroDeserializer<Frame> deltas;

    final Map<Integer, List<Frame>> signalFrames = new TreeMap<>();
    final List<Frame> deltaFrames = new ArrayList<>();
    private long largest;

    Recording(KafkaSettings kafka) {
        this.kafka = kafka;
        registry = Cluster.registry(kafka);
        signals = new AvroDeserializer<>(registry, Signal.class);
        deltas = new AvroDeserializer<>(registry, Frame.class);
        consumer = consumer(kafka);
        List<TopicPartition> partitions =
                new ArrayList<>(partitions(kafka.topics().signals()));
        partitions.addAll(partitions(kafka.topics().deltas()));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings kafka) {
        return new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static List<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    /** All records of a topic that are there now, in the order of the partitions. */
    static Map<Integer, List<ConsumerRecord<byte[], byte[]>>> all(KafkaSettings kafka, Topic topic) {
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> records = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka)) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            partitions.forEach(partition -> records.put(partition.partition(), new ArrayList<>()));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> records.get(record.partition()).add(record));
            }
        }
        return records;
    }

    Recording readOn() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            largest = Math.max(largest, record.serializedValueSize());
            if (record.topic().equals(kafka.topics().deltas().name())) {
                deltaFrames.add(deltas.deserialize(record.topic(), record.value()));
            } else if (signals.deserialize(record.topic(), record.value()).getBody() instanceof Frame frame) {
                signalFrames
                        .computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                        .add(frame);
            }
        }
        return this;
    }

    long largestFrameBytes() {
        return largest;
    }

    long count(String series, String... group) {
        return sum(delta -> delta.getSeries().equals(series) && delta.getGroup().equals(List.of(group)));
    }

    /** Sum of the counts of some deltas. */
    long sum(Predicate<Delta> which) {
        return deltas().stream().filter(which).mapToLong(Delta::getCount).sum();
    }

    List<Delta> deltas() {
        List<Delta> all = new ArrayList<>();
        deltaFrames.forEach(frame -> all.addAll(frame.getDeltas()));
        signalFrames.values().forEach(frames -> frames.forEach(frame -> all.addAll(frame.getDeltas())));
        return all;
    }

    /** What the requests of all services add up to. */
    long requests() {
        return sum(delta ->
                delta.getSeries().equals("requests") && delta.getGroup().get(1).isEmpty());
    }

    /** The frames of each transaction by the cuts they share, in no particular order. */
    Collection<List<Frame>> transactions() {
        Map<List<Cut>, List<Frame>> byCuts = new LinkedHashMap<>();
        signalFrames
                .values()
                .forEach(frames ->
                        frames.forEach(frame -> byCuts.computeIfAbsent(frame.getCuts(), cuts -> new ArrayList<>())
                                .add(frame)));
        deltaFrames.forEach(frame -> byCuts.get(frame.getCuts()).add(frame));
        return byCuts.values();
    }

    /** In every partition of signals, the cuts of each input partition are gapless and watermarks do not go back. */
    void assertGapless() {
        assertThat(signalFrames).hasSize(kafka.topics().signals().partitions());
        signalFrames.values().forEach(Recording::assertGapless);
    }

    /** The ledger's entries name each record of a topic once, and nothing else. */
    void assertEntriesNameEveryRecord(Topic topic) {
        Map<Integer, List<Long>> named = new TreeMap<>();
        Topic entries = kafka.topics().ledgerEntries();
        AvroDeserializer<LedgerEntry> reader = new AvroDeserializer<>(registry, LedgerEntry.class);
        for (ConsumerRecord<byte[], byte[]> record : all(kafka, entries).get(0)) {
            Folded folded =
                    (Folded) reader.deserialize(entries.name(), record.value()).getBody();
            for (FoldedCut cut : folded.getCuts()) {
                if (!cut.getTopic().equals(topic.name())) continue;
                List<Long> offsets = named.computeIfAbsent(cut.getPartition(), partition -> new ArrayList<>());
                for (OffsetRun run : cut.getRecords()) {
                    LongStream.range(run.getFromOffset(), run.getToOffset()).forEach(offsets::add);
                }
            }
        }
        all(kafka, topic)
                .forEach((partition, records) -> assertThat(named.getOrDefault(partition, List.of()))
                        .isEqualTo(records.stream().map(ConsumerRecord::offset).toList()));
    }

    private static void assertGapless(List<Frame> frames) {
        Map<String, Cut> before = new TreeMap<>();
        for (Frame frame : frames) {
            if (frame.getWarmUp() != null) continue;
            for (Cut cut : frame.getCuts()) {
                Cut earlier = before.put(cut.getTopic() + cut.getPartition(), cut);
                if (earlier == null) {
                    assertThat(cut.getFromOffset()).isZero();
                } else if (!earlier.equals(cut)) {
                    assertThat(cut.getFromOffset())
                            .as("%s after %s", cut, earlier)
                            .isEqualTo(earlier.getToOffset());
                    assertThat(cut.getWatermark()).isGreaterThanOrEqualTo(earlier.getWatermark());
                }
                assertThat(cut.getToOffset() - cut.getFromOffset()).isGreaterThanOrEqualTo(cut.getRecords());
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
        registry.close();
    }
}
