package dev.vigia.processors.verify;

import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.WarmUp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** What one transaction of {@code aggregate} wrote, or what it has counted of earlier records, put together again from its frames. Not thread-safe. */
final class Transaction {

    private final Header header;
    private final long number;
    private final long seenAt;
    private final List<Part> parts = new ArrayList<>();

    /** What all frames of a transaction have in common, and no other transaction's have. */
    record Header(List<Cut> cuts, long rulesOffset, long writtenAt, Optional<WarmUp> warmUp) {

        static Header of(Frame frame) {
            return new Header(
                    frame.getCuts(),
                    frame.getRulesOffset(),
                    frame.getWrittenAt(),
                    Optional.ofNullable(frame.getWarmUp()));
        }
    }

    /** One frame. */
    record Part(TopicPartition partition, long offset, List<Delta> deltas) {}

    /**
     * A transaction without frames.
     *
     * @param number grows in the order in which transactions were met
     * @param seenAt when its first frame was appended: milliseconds since 1970-01-01 UTC
     */
    Transaction(Header header, long number, long seenAt) {
        this.header = header;
        this.number = number;
        this.seenAt = seenAt;
    }

    Header header() {
        return header;
    }

    long number() {
        return number;
    }

    long seenAt() {
        return seenAt;
    }

    /** In the order in which they were appended in their partitions. */
    List<Part> parts() {
        return Collections.unmodifiableList(parts);
    }

    void add(Part part) {
        parts.add(part);
    }

    Set<TopicPartition> partitions() {
        return parts.stream().map(Part::partition).collect(Collectors.toSet());
    }

    /** The input partitions that its cuts are of. */
    List<TopicPartition> inputs() {
        return header.cuts().stream()
                .map(cut -> new TopicPartition(cut.getTopic(), cut.getPartition()))
                .toList();
    }
}
