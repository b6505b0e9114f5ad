package dev.vigia.processors.explain;

import dev.vigia.processors.explain.Verdict.Gap;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Frame;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What is read of an installation's topics. */
interface RecordedLog {

    /** Takes a record of {@code control}. */
    @FunctionalInterface
    interface Controls {
        void take(long offset, Control control);
    }

    /** All that was ever said, in order. */
    void controls(Controls into);

    /**
     * The frames of a partition of {@code signals}, in order, until {@code into} has had enough.
     *
     * @param since every frame that was appended at this time (milliseconds since 1970-01-01 UTC) or later is among them
     * @param last offset of the last signal
     * @return whether none of those is missing because the topic does not keep them any more
     */
    boolean frames(int partition, long since, long last, Predicate<Frame> into);

    /** The records of a partition from one offset to another, exclusive; without those that are not there any more. */
    List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, long to);

    /** First offset that retention has left by now. */
    long beginning(TopicPartition partition);

    /** How many partitions {@code signals} has. */
    int signalPartitions();

    /** What retention has taken of a partition of {@code signals}. */
    Gap beforeSignals(int partition);
}
