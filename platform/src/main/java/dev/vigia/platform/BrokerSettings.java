package dev.vigia.platform;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The broker's properties: small, quick to react, on the loopback interface only. */
final class BrokerSettings {
    private static final String ONE_YEAR_MINUTES = "525600";
    private static final String LARGEST_MESSAGE_BYTES = "12582912";

    private BrokerSettings() {}

    static Properties of(KafkaNode node, Path dataDir, Map<String, String> overrides) {
        Properties all = new Properties();
        all.putAll(cluster(node, dataDir));
        all.putAll(internalTopics(node));
        all.putAll(memory());
        all.putAll(timers());
        all.putAll(overrides);
        return all;
    }

    private static Map<String, String> cluster(KafkaNode node, Path dataDir) {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(node.id())),
                Map.entry("controller.quorum.voters", node.voters()),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://" + node.brokerAddress() + ",CONTROLLER://" + node.controllerAddress()),
                Map.entry("advertised.listeners", "PLAINTEXT://" + node.brokerAddress()),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", dataDir.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                // Of several nodes, the last would wait five minutes for a majority that has gone before it.
                Map.entry(
                        "controlled.shutdown.enable",
                        Boolean.toString(node.nodes().size() == 1)),
                Map.entry("default.replication.factor", Integer.toString(node.replicas())),
                Map.entry("min.insync.replicas", Integer.toString(node.minInSync())),
                Map.entry("message.max.bytes", LARGEST_MESSAGE_BYTES),
                Map.entry("replica.fetch.max.bytes", LARGEST_MESSAGE_BYTES),
                Map.entry("offsets.retention.minutes", ONE_YEAR_MINUTES));
    }

    private static Map<String, String> internalTopics(KafkaNode node) {
        String replicas = Integer.toString(node.replicas());
        String minInSync = Integer.toString(node.minInSync());
        return Map.of(
                "offsets.topic.replication.factor", replicas,
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", replicas,
                "transaction.state.log.min.isr", minInSync,
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", replicas,
                "share.coordinator.state.topic.min.isr", minInSync,
                "share.coordinator.state.topic.num.partitions", "1");
    }

    private static Map<String, String> memory() {
        return Map.of(
                // 128 MB by default, all of it taken at the start.
                "log.cleaner.dedupe.buffer.size", "2097152",
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "4");
    }

    private static Map<String, String> timers() {
        return Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "group.min.session.timeout.ms", "1000",
                // After a kill the broker is let in again once its last session is over; 9 s by default.
                "broker.session.timeout.ms", "3000",
                "broker.heartbeat.interval.ms", "500",
                "controller.quorum.election.timeout.ms", "500",
                "controller.quorum.fetch.timeout.ms", "1000",
                // What a killed producer left open hides later records until it is aborted.
                "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000",
                "transaction.max.timeout.ms", "900000",
                "log.retention.check.interval.ms", "60000");
    }
}
