package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Folded;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import org.apache.kafka.common.record.TimestampType;

/**
 * Consume, fold, produce: from the committed offsets on, until it is told to stop or anything fails. Whatever fails, the
 * session is thrown away with all it has folded since the last commit, and the next begins where that ended.
 */
final class AggregateSession implements ConsumerRebalanceListener, AutoCloseable {

    static final String STAGE = "aggregate";

    /** A transaction is committed before its time when it holds this much. */
    private static final int MAX_SERIES = 200_000;

    private static final long MAX_DEAD_BYTES = 16 << 20;

    private final Environment environment;
    private final AggregateMetrics metrics;
    private final Clients clients;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final HighWatermarks ends;
    private final RulesFeed feed;
    private final Frames frames;
    private final AvroSerializer<LedgerEntry> entries;

    private final Map<TopicPartition, OpenCut> open =
            new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition));
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

    private final Pace pace;
    private final Turns turns = new Turns();

    AggregateSession(Environment environment, AggregateMetrics metrics, Clients clients) {
        this.environment = environment;
        this.pace = new Pace(environment.settings().commitInterval(), System::nanoTime);
        this.metrics = metrics;
        this.clients = clients;
        this.consumer = clients.consumer();
        this.producer = clients.producer();
        this.ends = clients.ends();
        this.feed = clients.feed();
        this.decoder = new Decoder(environment.topics(), environment.registry(), rules);
        this.frames = new Frames(
                environment.topics(),
                producer.partitionsFor(environment.topics().signals().name()).size(),
                producer.partitionsFor(environment.topics().deltas().name()).size(),
                environment.registry());
        this.entries = new AvroSerializer<>(environment.registry());
    }

    /** Works until it shall stop; what was read by then is committed. */
    void run(BooleanSupplier stopping, Runnable progress) {
        producer.initTransactions();
        feed.readWhole();
        install();
        consumer.subscribe(environment.inputs(), this);
        while (!stopping.getAsBoolean() && !lost) {
            ConsumerRecords<byte[], byte[]> batch = consumer.poll(pace.untilCommit(hasNews()));
            if (lost) return;
            fold(batch);
            ends.refresh(open.keySet(), environment.clock().millis());
            if (commitDue()) {
                commit();
                takeTurns();
                progress.run();
                if (feed.readNew()) install();
            }
        }
        if (!lost) commit();
    }

    private void install() {
        rules = CompiledRules.of(feed.rules());
        decoder = new Decoder(environment.topics(), environment.registry(), rules);
        metrics.rules.set(rules.size());
        announce = true;
    }

    private void fold(ConsumerRecords<byte[], byte[]> batch) {
        Duration waited = Duration.ZERO;
        for (TopicPartition partition : batch.partitions()) {
            OpenCut cut = open.get(partition);
            if (cut == null) throw new IllegalStateException("records of " + partition + ", which is not assigned");
            List<ConsumerRecord<byte[], byte[]>> records = batch.records(partition);
            Fold fold = cut.fold().orElseGet(() -> newFold(cut.source()));
            for (ConsumerRecord<byte[], byte[]> record : records) fold(cut.source(), record, fold);
            cut.read(fold, records, waited(records.get(records.size() - 1)));
            if (cut.waited().compareTo(waited) > 0) waited = cut.waited();
        }
        pace.waited(waited);
        batch.nextOffsets().forEach((partition, next) -> {
            OpenCut cut = open.get(partition);
            if (cut != null) cut.moved(next);
        });
    }

    /** How long a record has been in its topic; zero where that is not known, since producers set its time. */
    private Duration waited(ConsumerRecord<byte[], byte[]> record) {
        boolean known = record.timestampType() == TimestampType.LOG_APPEND_TIME;
        return known ? Duration.ofMillis(environment.clock().millis() - record.timestamp()) : Duration.ZERO;
    }

    private void takeTurns() {
        List<TopicPartition> farBehind = open.values().stream()
                .filter(this::isFarBehind)
                .map(OpenCut::partition)
                .toList();
        consumer.resume(consumer.paused());
        consumer.pause(turns.waiting(farBehind));
    }

    private boolean isFarBehind(OpenCut cut) {
        return Pace.isFarBehind(cut.waited()) && endIfRead(cut).isEmpty();
    }

    /** Where the partition ended a moment ago, if all up to there has been read. */
    private Optional<HighWatermarks.End> endIfRead(OpenCut cut) {
        return ends.end(cut.partition()).filter(end -> cut.position() >= end.offset());
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

    private boolean hasNews() {
        if (announce || !deadLetters.isEmpty()) return true;
        for (OpenCut cut : open.values()) if (cut.hasMoved()) return true;
        return false;
    }

    private boolean commitDue() {
        return pace.commitDue(hasNews()) || deadBytes > MAX_DEAD_BYTES || series() > MAX_SERIES;
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
        pace.commits();
        if (open.isEmpty() || closing) return;
        long clock = begun.orElseGet(() -> environment.clock().millis());
        List<Cut> cuts = new ArrayList<>(open.size());
        List<Delta> deltas = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (OpenCut cut : open.values()) {
            cut.fold().ifPresent(fold -> deltas.addAll(fold.drain(cuts.size())));
            cuts.add(close(cut, clock));
            offsets.put(cut.partition(), cut.offset());
        }
        producer.beginTransaction();
        frames.pack(new Frames.Header(cuts, feed.offset(), clock), deltas, producer::send);
        producer.send(ledgerEntry());
        deadLetters.forEach(producer::send);
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        count(cuts, deltas.size());
        open.values().forEach(OpenCut::committed);
        deadLetters.clear();
        deadBytes = 0;
        begun = Optional.empty();
        announce = false;
    }

    private ProducerRecord<byte[], byte[]> ledgerEntry() {
        String topic = environment.topics().ledgerEntries().name();
        Folded folded = new Folded(open.values().stream().map(OpenCut::counted).toList());
        return new ProducerRecord<>(topic, 0, null, entries.serialize(topic, new LedgerEntry(folded)));
    }

    private Cut close(OpenCut cut, long clock) {
        long margin = environment.settings().watermarkMargin().toMillis();
        long complete =
                endIfRead(cut).map(end -> Math.min(end.asOf(), clock) - margin).orElse(Long.MIN_VALUE);
        return cut.close(complete, clock - margin, margin);
    }

    private void count(List<Cut> cuts, int deltas) {
        metrics.transactions.record(pace.committed());
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

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = committed.get(partition);
            if (offset == null) offset = new OffsetAndMetadata(consumer.position(partition));
            open.put(partition, OpenCut.at(partition, decoder.source(partition.topic()), offset));
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
        clients.close();
    }
}
