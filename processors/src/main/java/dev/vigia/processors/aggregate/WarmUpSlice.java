package dev.vigia.processors.aggregate;

import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.WarmUp;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Some earlier records of a partition, counted for rules that are new.
 *
 * @param task what was to be counted
 * @param left what is left of it
 * @param at the clock that it was counted by: milliseconds since 1970-01-01 UTC
 */
record WarmUpSlice(
        TopicPartition partition,
        WarmUpTask task,
        Optional<WarmUpTask> left,
        Cut cut,
        WarmUp warmUp,
        long at,
        List<Delta> deltas) {

    WarmUpSlice {
        deltas = List.copyOf(deltas);
    }

    Frames.Header header(long closedAt) {
        return new Frames.Header(List.of(cut), task.after(), at, closedAt, Optional.of(warmUp), 0);
    }
}
