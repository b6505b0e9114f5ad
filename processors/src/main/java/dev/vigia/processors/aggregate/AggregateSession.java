package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Folded;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Consume, fold, produce: from the committed offsets on, until it is told to stop or anything fails. Whatever fails, the
 * session is thrown away with all it has folded since the last commit, and the next begins where that ended.
 */
final class AggregateSession implements ConsumerRebalanceListener, AutoCloseable {

    static final String STAGE = "aggregate";

    /** An idle partition is heard of this often. */
    private static final Duration IDLE_INTERVAL = Duration.ofSeconds(1);
    /** A transaction is committed before its time when it holds this much. */
    private static final int MAX_SERIES = 200_000;

    /** Where commits take long, they are made less often: at least this much of the time they take lies between two. */
    private static final int WORK_PER_COMMIT = 8;

    private static final long MAX_DEAD_BYTES = 16 << 20;

    private final Environment environment;
    private final AggregateMetrics metrics;
    private final Clients clients;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final HighWatermarks ends;
    private final RulesFeed feed;
    private final Frames frames;
    private final FrameSender sender;
    private final AvroSerializer<LedgerEntry> entries;
    private final WarmUps warmUps;

    private final Map<TopicPartition, OpenCut> open = new TreeMap<>(OpenCut.ORDER);
    private final List<ProducerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
    private long deadBytes;
    private CompiledRules rules = CompiledRules.of(List.of());
    private Decoder decoder;
    private boolean announce;
    private boolean lost;
    /** Closing the consumer revokes its partitions; what a failed session has folded must not be committed then. */
    private boolean closing;
    /** Milliseconds since 1970-01-01 UTC at the first record of the present transaction; empty before it. */
    private Optional<Long> begun = Optional.empty();

    private long committedNanos = System.nanoTime();
    private long intervalNanos;

    AggregateSession(Environment environment, AggregateMetrics metrics, Clients clients) {
        this.environment = environment;
        this.intervalNanos = environment.settings().commitInterval().toNanos();
        this.metrics = metrics;
        this.clients = clients;
        this.consumer = clients.consumer();
        this.producer = clients.producer();
        this.ends = clients.ends();
        this.feed = clients.feed();
        this.decoder = new Decoder(environment.topics(), environment.registry(), rules);
        this.frames = new Frames(
                producer.partitionsFor(environment.topics().signals().name()).size(),
                producer.partitionsFor(environment.topics().deltas().name()).size());
        this.sender = new FrameSender(environment.topics(), environment.registry(), producer::send);
        this.entries = new AvroSerializer<>(environment.registry());
        this.warmUps = new WarmUps(environment);
    }

    /** Works until it shall stop; what was read by then is committed. */
    void run(BooleanSupplier stopping, Runnable progress) {
        producer.initTransactions();
        feed.readWhole();
        install();
        consumer.subscribe(environment.inputs(), this);
        while (!stopping.getAsBoolean() && !lost) {
            ConsumerRecords<byte[], byte[]> batch = consumer.poll(untilCommit());
            if (lost) return;
            fold(batch);
            ends.refresh(open.keySet(), environment.clock().millis());
            if (commitDue()) {
                commit();
                progress.run();
                if (feed.readNew()) install();
                warmUps.ask(open.values(), feed.versions());
            }
        }
        if (!lost) commit();
    }

    private void install() {
        rules = CompiledRules.of(feed.rules());
        decoder = new Decoder(environment.topics(), environment.registry(), rules);
        metrics.rules.set(rules.size());
        announce = true;
        open.values().forEach(this::countByRules);
    }

    private void countByRules(OpenCut cut) {
        long at = environment.clock().millis();
        RuleVersions versions = feed.versions();
        cut.countBy(
                feed.offset(),
                at,
                before -> !versions.lacking(before, feed.offset(), cut.source(), at)
                        .isEmpty());
    }

    private void fold(ConsumerRecords<byte[], byte[]> batch) {
        for (TopicPartition partition : batch.partitions()) {
            OpenCut cut = open.get(partition);
            if (cut == null) throw new IllegalStateException("records of " + partition + ", which is not assigned");
            List<ConsumerRecord<byte[], byte[]>> records = batch.records(partition);
            Fold fold = cut.fold().orElseGet(() -> newFold(cut.source()));
            for (ConsumerRecord<byte[], byte[]> record : records) fold(cut.source(), record, fold);
            cut.read(fold, records);
        }
        batch.nextOffsets().forEach((partition, next) -> {
            OpenCut cut = open.get(partition);
            if (cut != null) cut.moved(next);
        });
    }

    private Fold newFold(Source source) {
        if (begun.isEmpty()) begun = Optional.of(environment.clock().millis());
        return new Fold(source, rules, environment.settings(), begun.get());
    }

    private void fold(Source source, ConsumerRecord<byte[], byte[]> record, Fold fold) {
        try {
            Optional<String> refused = fold.add(record.offset(), decoder.decode(source, record));
            if (refused.isPresent()) bury(record, refused.get());
        } catch (RegistryUnavailableException e) {
            throw e; // it may be a sound record
        } catch (SerializationException e) {
            bury(record, String.valueOf(e.getMessage()));
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, String reason) {
        deadLetters.add(DeadLetters.of(environment.topics().deadLetters(), record, STAGE, reason));
        deadBytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    private Duration untilCommit() {
        long nanos = intervalNanos - (System.nanoTime() - committedNanos);
        return nanos > 0
                ? Duration.ofNanos(nanos)
                : hasNews() ? Duration.ZERO : environment.settings().commitInterval();
    }

    private boolean hasNews() {
        if (announce || !deadLetters.isEmpty() || warmUps.isReady()) return true;
        for (OpenCut cut : open.values()) if (cut.hasMoved()) return true;
        return false;
    }

    private boolean commitDue() {
        long waited = System.nanoTime() - committedNanos;
        if (waited >= intervalNanos && hasNews()) return true;
        return waited >= IDLE_INTERVAL.toNanos() || deadBytes > MAX_DEAD_BYTES || series() > MAX_SERIES;
    }

    private int series() {
        int series = 0;
        for (OpenCut cut : open.values()) series += cut.fold().map(Fold::series).orElse(0);
        return series;
    }

    /**
     * Commits deltas and offsets in one. Idle partitions are committed as well: it costs little, and an instance that no
     * longer owns a partition is refused before it can call it silent.
     */
    private void commit() {
        committedNanos = System.nanoTime();
        if (open.isEmpty() || closing) return;
        long closed = environment.clock().millis();
        long clock = begun.orElse(closed);
        Optional<WarmUpSlice> warmUp = warmUps.take().filter(this::notes);
        List<Cut> cuts = new ArrayList<>(open.size());
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (OpenCut cut : open.values()) {
            cuts.add(close(cut, clock));
            offsets.put(cut.partition(), cut.offset());
        }
        producer.beginTransaction();
        int deltas =
                frames.pack(new Frames.Header(cuts, feed.offset(), clock, closed, margin()), open.values(), sender);
        if (warmUp.isPresent()) {
            Frames.Packing earlier = frames.begin(warmUp.get().header(closed), sender);
            warmUp.get().deltas().forEach(earlier);
            earlier.finish();
        }
        producer.send(ledgerEntry());
        deadLetters.forEach(producer::send);
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        count(cuts, deltas);
        countEarlier(warmUp);
        open.values().forEach(OpenCut::committed);
        deadLetters.clear();
        deadBytes = 0;
        begun = Optional.empty();
        announce = false;
    }

    /** Notes what a slice leaves, if it is the one that is awaited: the partition may have gone to another instance and come back. */
    private boolean notes(WarmUpSlice slice) {
        OpenCut cut = open.get(slice.partition());
        if (cut == null || cut.warmUp().filter(slice.task()::equals).isEmpty()) return false;
        cut.warmed(slice.left());
        return true;
    }

    private ProducerRecord<byte[], byte[]> ledgerEntry() {
        String topic = environment.topics().ledgerEntries().name();
        Folded folded = new Folded(open.values().stream().map(OpenCut::counted).toList());
        return new ProducerRecord<>(topic, 0, null, entries.serialize(topic, new LedgerEntry(folded)));
    }

    private Cut close(OpenCut cut, long clock) {
        long complete = ends.end(cut.partition())
                .filter(end -> cut.position() >= end.offset())
                .map(end -> Math.min(end.asOf(), clock) - margin())
                .orElse(Long.MIN_VALUE);
        return cut.close(complete, clock - margin(), margin());
    }

    private long margin() {
        return environment.settings().watermarkMargin().toMillis();
    }

    private void count(List<Cut> cuts, int deltas) {
        long took = System.nanoTime() - committedNanos;
        metrics.transactions.record(Duration.ofNanos(took));
        long usual = environment.settings().commitInterval().toNanos();
        intervalNanos = Math.max(usual, Math.min(took * WORK_PER_COMMIT, IDLE_INTERVAL.toNanos()));
        metrics.deltas.increment(deltas);
        metrics.poison.increment(deadLetters.size());
        long lowest = Long.MAX_VALUE;
        for (Cut cut : cuts) {
            metrics.records.increment(cut.getRecords());
            lowest = Math.min(lowest, cut.getWatermark());
        }
        metrics.lagMillis.set(environment.clock().millis() - lowest);
        open.values().forEach(cut -> cut.fold().ifPresent(fold -> metrics.filterErrors.increment(fold.filterErrors())));
    }

    private void countEarlier(Optional<WarmUpSlice> slice) {
        slice.ifPresent(one -> metrics.earlierRecords.increment(one.cut().getRecords()));
        metrics.earlierPartitions.set(
                open.values().stream().filter(cut -> cut.warmUp().isPresent()).count());
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) offset = new OffsetAndMetadata(consumer.position(partition));
            OpenCut cut = OpenCut.at(partition, decoder.source(partition.topic()), offset);
            countByRules(cut);
            open.put(partition, cut);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        commit();
        partitions.forEach(open::remove);
    }

    /** Somebody else has them: partitions that are still owned have to go back to their committed offsets as well. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        open.clear();
        lost = true;
    }

    @Override
    public void close() {
        closing = true;
        warmUps.close();
        clients.close();
    }
}
