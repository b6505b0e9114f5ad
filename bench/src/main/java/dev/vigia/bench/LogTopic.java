package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** The topic {@code logs}, seen from outside. */
final class LogTopic implements AutoCloseable {

    private final Admin admin;
    private final List<TopicPartition> partitions = new ArrayList<>();

    /** Something that writes to the topic and adds up how many records were acknowledged. */
    interface Work {
        Speed speed(LongAdder accepted) throws Exception;
    }

    LogTopic(KafkaSettings kafka) {
        admin = Admin.create(kafka.common());
        for (int i = 0; i < kafka.telemetryPartitions(); i++) {
            partitions.add(new TopicPartition(kafka.topics().logs().name(), i));
        }
    }

    /** Does the work and makes sure that what was acknowledged, and nothing else, is in the topic. Empties it afterwards. */
    Speed counted(Work work) throws Exception {
        long before = sum(ends());
        LongAdder accepted = new LongAdder();
        Speed speed = work.speed(accepted);
        Map<TopicPartition, Long> after = ends();
        long written = sum(after) - before;
        Failures.require(
                written == accepted.sum(), written + " records were written, and " + accepted + " acknowledged");
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        after.forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
        admin.deleteRecords(all).all().get();
        return speed;
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(latest).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        admin.close();
    }
}
