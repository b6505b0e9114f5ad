package dev.vigia.sinks.elasticsearch;

import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A partition for as long as this task has it. For the task's thread only. */
final class Assignment {

    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    private final TopicPartition partition;
    private OptionalLong writtenUpTo = OptionalLong.empty();
    private int blocked;
    private boolean lost;

    Assignment(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    /** The last offset that was in its data stream when it was assigned; empty while nobody has looked. */
    OptionalLong writtenUpTo() {
        return writtenUpTo;
    }

    void writtenUpTo(long offset) {
        writtenUpTo = OptionalLong.of(offset);
    }

    /** Whether records of it wait for somebody to mend something. */
    boolean blocked() {
        return blocked > 0;
    }

    void block(String reason) {
        if (blocked == 0) LOG.warn("{} waits, and will go on once this is mended: {}", partition, reason);
        blocked++;
    }

    void unblock() {
        blocked--;
        if (blocked == 0 && !lost) LOG.warn("{} goes on.", partition);
    }

    /** Whether it is another task's now. */
    boolean lost() {
        return lost;
    }

    void lose() {
        lost = true;
    }
}
