package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Cut;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far one partition was folded: what is committed, and what the present transaction adds. The watermark travels with
 * the committed offset, so that it does not go back after a restart.
 */
final class OpenCut {

    private final TopicPartition partition;
    private final Source source;

    private long from;
    private OffsetAndMetadata to;
    private long records;
    private long watermark;
    private long newestMillis;
    private Optional<Fold> fold = Optional.empty();

    private OpenCut(TopicPartition partition, Source source, OffsetAndMetadata committed) {
        this.partition = partition;
        this.source = source;
        this.from = committed.offset();
        this.to = committed;
        String[] parts = committed.metadata().split(",", -1);
        this.watermark = parts.length == 2 ? number(parts[0]) : 0;
        this.newestMillis = parts.length == 2 ? number(parts[1]) : 0;
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

    /** Records were read. */
    void read(Fold into, int count) {
        fold = Optional.of(into);
        records += count;
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

    /** What is committed with the cut. */
    OffsetAndMetadata offset() {
        return new OffsetAndMetadata(to.offset(), to.leaderEpoch(), watermark + "," + newestMillis);
    }

    /** The transaction is committed; the next one begins where it ended. */
    void committed() {
        from = to.offset();
        records = 0;
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
