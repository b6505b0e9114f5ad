package dev.vigia.sinks.elasticsearch;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Stops and starts the flow of records by what the writer can take. For the task's thread only. */
final class Pauses {

    private final SinkTaskContext context;
    private final BulkWriter writer;
    private final Set<TopicPartition> paused = new HashSet<>();
    private boolean full;

    Pauses(SinkTaskContext context, BulkWriter writer) {
        this.context = context;
        this.writer = writer;
    }

    void adjust() {
        full = full ? !writer.hasRoom() : writer.full();
        for (TopicPartition partition : context.assignment()) {
            boolean stop = full || writer.stuck(partition);
            if (stop && paused.add(partition)) context.pause(partition);
            if (!stop && paused.remove(partition)) context.resume(partition);
        }
    }

    /** New partitions flow, whatever a former owner of theirs in this task has left behind. */
    void opened(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
        List<TopicPartition> all = List.copyOf(partitions);
        if (!all.isEmpty()) context.resume(all.toArray(TopicPartition[]::new));
    }

    void closed(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }
}
