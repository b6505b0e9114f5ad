package dev.vigia.chaos.cluster;

import static java.util.Objects.requireNonNull;

import dev.vigia.platform.BrokerProcess;
import dev.vigia.platform.KafkaNode;
import dev.vigia.platform.KafkaNode.Address;
import dev.vigia.platform.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * Three brokers: replication 3, two of them in sync for every acknowledged record. They listen twice. Members that are far
 * reach them through links, which can be cut.
 */
final class Brokers implements AutoCloseable {

    static final int COUNT = 3;

    private static final List<String> JVM = List.of(
            "-Xms64m",
            "-Xmx320m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");

    private final Path dir;
    private final String clusterId = Uuid.randomUuid().toString();
    private final Map<Integer, Address> nodes = new HashMap<>();
    private final Map<Integer, Integer> farPorts = new HashMap<>();
    private final Map<Integer, Integer> linkPorts = new HashMap<>();
    private final List<Link> links = new ArrayList<>();

    /** @param dir where their data and logs go */
    Brokers(Path dir) {
        this.dir = dir;
        for (int id = 1; id <= COUNT; id++) {
            nodes.put(id, new Address(Ports.free(), Ports.free()));
            farPorts.put(id, Ports.free());
            linkPorts.put(id, Ports.free());
            links.add(new Link(linkPorts.get(id), farPorts.get(id)));
        }
    }

    List<Member> members() {
        return nodes.keySet().stream()
                .sorted()
                .map(id -> new Member("broker-" + id, Kind.BROKER, () -> start(id)))
                .toList();
    }

    private BrokerProcess start(int id) {
        return BrokerProcess.start(
                dir.resolve("broker-" + id), new KafkaNode(id, clusterId, nodes), overrides(id), JVM);
    }

    private Map<String, String> overrides(int id) {
        String near = "PLAINTEXT://127.0.0.1:" + address(id).brokerPort();
        String controller = "CONTROLLER://127.0.0.1:" + address(id).controllerPort();
        return Map.ofEntries(
                Map.entry("listeners", near + ",FAR://127.0.0.1:" + farPorts.get(id) + "," + controller),
                Map.entry("advertised.listeners", near + ",FAR://127.0.0.1:" + linkPorts.get(id)),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,FAR:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                // Leaders are handed over before a broker that is told to stop does so, as in a rolling restart.
                Map.entry("controlled.shutdown.enable", "true"),
                // A dozen JVMs on few cores: a broker that waits for the processor is not a broker that is gone.
                Map.entry("broker.session.timeout.ms", "6000"),
                Map.entry("controller.quorum.fetch.timeout.ms", "2000"),
                Map.entry("controller.quorum.election.timeout.ms", "1000"));
    }

    private Address address(int id) {
        return requireNonNull(nodes.get(id));
    }

    String near() {
        return addresses(nodes.keySet().stream()
                .collect(Collectors.toMap(id -> id, id -> address(id).brokerPort())));
    }

    /** The same brokers through the links. */
    String far() {
        return addresses(linkPorts);
    }

    private static String addresses(Map<Integer, Integer> ports) {
        return ports.values().stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    void cutLinks() {
        links.forEach(Link::cut);
    }

    void healLinks() {
        links.forEach(Link::heal);
    }

    @Override
    public void close() {
        links.forEach(Link::close);
    }
}
