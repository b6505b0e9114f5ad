package dev.vigia.platform;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * One broker's place in its cluster. Every node is broker and controller.
 *
 * @param id of this node, one of the keys of {@code nodes}
 * @param clusterId the same for all nodes, 22 characters of URL-safe base64; only used to format an empty directory
 * @param nodes all nodes of the cluster by their id
 */
public record KafkaNode(int id, String clusterId, Map<Integer, Address> nodes) {
    /**
     * Where one node listens on 127.0.0.1.
     *
     * @param brokerPort for clients
     * @param controllerPort for the nodes among themselves
     */
    public record Address(int brokerPort, int controllerPort) {}

    /** Copies the map and checks that this node is in it. */
    public KafkaNode {
        nodes = Map.copyOf(nodes);
        if (!nodes.containsKey(id)) {
            throw new IllegalArgumentException("Node " + id + " is not among " + nodes.keySet());
        }
    }

    /**
     * The only node of its cluster.
     *
     * @param port for clients; 0 for any free one
     */
    public static KafkaNode single(int port) {
        return new KafkaNode(1, Uuid.randomUuid().toString(), Map.of(1, new Address(Ports.orFree(port), Ports.free())));
    }

    /** One node in one word, as {@link #parse} reads it: {@code id/clusterId/id:brokerPort:controllerPort,…}. */
    String toArgument() {
        return id + "/" + clusterId + "/"
                + nodes.entrySet().stream()
                        .map(node -> node.getKey() + ":" + node.getValue().brokerPort() + ":"
                                + node.getValue().controllerPort())
                        .sorted()
                        .collect(Collectors.joining(","));
    }

    static KafkaNode parse(String argument) {
        String[] parts = argument.split("/");
        Map<Integer, Address> nodes = new HashMap<>();
        for (String node : parts[2].split(",")) {
            String[] numbers = node.split(":");
            nodes.put(
                    Integer.valueOf(numbers[0]),
                    new Address(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2])));
        }
        return new KafkaNode(Integer.parseInt(parts[0]), parts[1], nodes);
    }

    int replicas() {
        return Math.min(3, nodes.size());
    }

    int minInSync() {
        return replicas() >= 3 ? 2 : 1;
    }

    /** Where clients find this node, as {@code bootstrap.servers} has it. */
    public String brokerAddress() {
        return "127.0.0.1:" + address().brokerPort();
    }

    String controllerAddress() {
        return "127.0.0.1:" + address().controllerPort();
    }

    String voters() {
        return nodes.entrySet().stream()
                .map(node -> node.getKey() + "@127.0.0.1:" + node.getValue().controllerPort())
                .sorted()
                .collect(Collectors.joining(","));
    }

    private Address address() {
        return requireNonNull(nodes.get(id));
    }
}
