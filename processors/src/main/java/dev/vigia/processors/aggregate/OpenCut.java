package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.Runs;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.FoldedCut;
import dev.vigia.schemas.avro.OffsetRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far one partition was folded: what is committed, and what the present transaction adds. The watermark travels with
 * the committed offset, so that it does not go back after a restart; so does what is still to be counted of earlier records.
 */
final class OpenCut {

    /** The order of the cuts in a frame. */
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** Rules that change more often than that while earlier records are counted learn instead. */
    private static final int MOST_WARM_UPS = 8;

    private final TopicPartition partition;
    private final Source source;

    private long from;
    private OffsetAndMetadata to;
    private long records;
    private final Runs offsets = new Runs();
    private long watermark;
    private long newestMillis;
    private Optional<Fold> fold = Optional.empty();
    /** Offset in {@code control} of the rules that it is counted by; empty if that was not noted. */
    private OptionalLong rules = OptionalLong.empty();

    private final Deque<WarmUpTask> warmUps = new ArrayDeque<>();

    private OpenCut(TopicPartition partition, Source source, OffsetAndMetadata committed) {
        this.partition = partition;
        this.source = source;
        this.from = committed.offset();
        this.to = committed;
        String[] parts = committed.metadata().split(",", -1);
        this.watermark = parts.length >= 2 ? number(parts[0]) : 0;
        this.newestMillis = parts.length >= 2 ? number(parts[1]) : 0;
        if (parts.length > 2) rules = OptionalLong.of(number(parts[2]));
        for (int i = 3; i < parts.length; i++) WarmUpTask.decode(parts[i]).ifPresent(warmUps::add);
    }

    /** A partition that goes on where it was committed. */
    static OpenCut at(TopicPartition partition, Source source, OffsetAndMetadata committed) {
        return new OpenCut(partition, source, committed);
    }

    TopicPartition partition() {
        return partition;
    }

    Source source() {
        return source;
    }

    Optional<Fold> fold() {
        return fold;
    }

    long watermark() {
        return watermark;
    }

    /**
     * It is counted by other rules from now on. To be called between two transactions.
     *
     * @param offset of their last change in {@code control}
     * @param at milliseconds since 1970-01-01 UTC
     * @param lacks whether they lack something of the records before, given the offset of those that it was counted by
     */
    void countBy(long offset, long at, LongPredicate lacks) {
        long before = rules.orElse(offset);
        if (offset < before) return;
        rules = OptionalLong.of(offset);
        if (offset == before || warmUps.size() == MOST_WARM_UPS || !lacks.test(before)) return;
        warmUps.add(WarmUpTask.of(before, offset, at, from));
    }

    /** What is to be counted next of earlier records. */
    Optional<WarmUpTask> warmUp() {
        return Optional.ofNullable(warmUps.peek());
    }

    /** That is done, or given up, up to what is left of it. */
    void warmed(Optional<WarmUpTask> left) {
        warmUps.remove();
        left.ifPresent(warmUps::addFirst);
    }

    /** Records were read, in the order of their offsets. */
    void read(Fold into, List<ConsumerRecord<byte[], byte[]>> read) {
        long first = read.get(0).offset();
        long last = read.get(read.size() - 1).offset();
        if (last - first + 1 == read.size()) {
            read(into, first, last + 1);
            return;
        }
        fold = Optional.of(into);
        records += read.size();
        for (ConsumerRecord<byte[], byte[]> record : read) offsets.add(record.offset(), record.offset() + 1);
    }

    /** All records of a range of offsets were read. */
    void read(Fold into, long first, long end) {
        fold = Optional.of(into);
        records += end - first;
        offsets.add(first, end);
    }

    /** The position moved, over records or over what transactions leave between them. */
    void moved(OffsetAndMetadata next) {
        to = next;
    }

    boolean hasMoved() {
        return to.offset() > from;
    }

    long position() {
        return to.offset();
    }

    /**
     * The cut of the present transaction.
     *
     * @param complete watermark that holds as everything there was has been read; {@link Long#MIN_VALUE} if it has not
     * @param latest watermark that events of whatever time cannot lift it above: milliseconds
     * @param margin milliseconds
     */
    Cut close(long complete, long latest, long margin) {
        fold.ifPresent(folded -> {
            if (folded.newestMicros() != Long.MIN_VALUE) {
                newestMillis = Math.max(newestMillis, Math.floorDiv(folded.newestMicros(), 1_000));
            }
        });
        watermark = Math.max(watermark, Math.max(complete, Math.min(newestMillis - margin, latest)));
        return new Cut(partition.topic(), partition.partition(), from, to.offset(), records, watermark);
    }

    /** What the ledger is told of the cut. */
    FoldedCut counted() {
        List<OffsetRun> runs = new ArrayList<>();
        offsets.forEach((first, end) -> runs.add(new OffsetRun(first, end)));
        return new FoldedCut(partition.topic(), partition.partition(), from, to.offset(), watermark, runs);
    }

    /** What is committed with the cut. */
    OffsetAndMetadata offset() {
        StringBuilder metadata =
                new StringBuilder().append(watermark).append(',').append(newestMillis);
        if (rules.isPresent()) metadata.append(',').append(rules.getAsLong());
        for (WarmUpTask task : warmUps) metadata.append(',').append(task.encode());
        return new OffsetAndMetadata(to.offset(), to.leaderEpoch(), metadata.toString());
    }

    /** The transaction is committed; the next one begins where it ended. */
    void committed() {
        from = to.offset();
        records = 0;
        offsets.clear();
        fold = Optional.empty();
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0; // somebody has set the offset by hand
        }
    }
}
