package dev.vigia.chaos.faults;

import static java.util.Objects.requireNonNull;

import dev.vigia.chaos.cluster.Cluster;
import dev.vigia.chaos.cluster.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Which broker leads what, and how it comes to lead it no more. */
final class Leaders implements AutoCloseable {

    private final Cluster cluster;
    private final Admin admin;

    Leaders(Cluster cluster) {
        this.cluster = cluster;
        this.admin = Admin.create(cluster.kafka().common());
    }

    /** The broker that leads a partition. */
    Member of(TopicPartition partition) throws ExecutionException, InterruptedException {
        TopicDescription topic =
                requireNonNull(describe(List.of(partition.topic())).get(partition.topic()));
        Node leader = topic.partitions().get(partition.partition()).leader();
        return cluster.member("broker-" + leader.id());
    }

    /**
     * Makes a broker hand over everything that it leads: it becomes the least preferred replica, and leaders are elected by
     * preference.
     *
     * @return how many partitions that were
     */
    int handOver(Member broker) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Optional<NewPartitionReassignment>> orders = new HashMap<>();
        var names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        for (TopicDescription topic : describe(List.copyOf(names)).values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                if (partition.leader() == null
                        || !broker.name().equals("broker-" + partition.leader().id())) continue;
                List<Integer> replicas = new ArrayList<>(
                        partition.replicas().stream().map(Node::id).toList());
                Collections.rotate(
                        replicas, -1 - replicas.indexOf(partition.leader().id()));
                orders.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        Optional.of(new NewPartitionReassignment(replicas)));
            }
        }
        admin.alterPartitionReassignments(orders).all().get();
        admin.electLeaders(ElectionType.PREFERRED, orders.keySet()).partitions().get();
        return orders.size();
    }

    private Map<String, TopicDescription> describe(List<String> topics)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(topics).allTopicNames().get();
    }

    @Override
    public void close() {
        admin.close();
    }
}
