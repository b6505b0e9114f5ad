package dev.vigia.processors.aggregate;

import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.runtime.KafkaSettings;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** How far the topic {@code control} has been passed on to {@code evaluate}. For one thread. */
final class ControlProgress implements AutoCloseable {

    private final Admin admin;
    private final String group;
    private final TopicPartition partition;

    ControlProgress(KafkaSettings kafka) {
        admin = Admin.create(kafka.common());
        group = StreamsPart.group(kafka, "control");
        partition = new TopicPartition(kafka.topics().control().name(), 0);
    }

    /** Whether the record at an offset is in every partition of {@code signals}. */
    boolean isPassedOn(long offset) throws InterruptedException, ExecutionException {
        try {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            return committed != null && committed.offset() > offset;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) return false;
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
