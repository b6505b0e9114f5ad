package dev.vigia.processors.routing;

import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who is told of which alerts, and when: the file {@code routes.yaml}, in Alertmanager's words. Immutable. */
public final class Routing {

    private static final String OWNER = "owner";
    /** Labels that name the service: that of our records, and OpenTelemetry's, which alerts from outside may have. */
    private static final List<String> SERVICE = List.of("service", "service.name");

    private final Node root;
    private final Map<String, Receiver> receivers;
    private final List<Heartbeat> heartbeats;
    private final List<InhibitRule> inhibitRules;
    private final Map<String, String> owners;
    private final Map<String, Route> routes = new LinkedHashMap<>();

    /** @param receivers by name, in the order of the file */
    Routing(
            Node root,
            Map<String, Receiver> receivers,
            List<Heartbeat> heartbeats,
            List<InhibitRule> inhibitRules,
            Map<String, String> owners) {
        this.root = root;
        this.receivers = new LinkedHashMap<>(receivers);
        this.heartbeats = List.copyOf(heartbeats);
        this.inhibitRules = List.copyOf(inhibitRules);
        this.owners = Map.copyOf(owners);
        root.forEach(node -> routes.put(node.route().id(), node.route()));
    }

    /**
     * Reads the text of a file.
     *
     * @param file what errors call it
     * @param environment values for {@code ${…}}, by name
     * @throws UserException naming file, line and field of the first thing that is wrong
     */
    public static Routing parse(String file, String yaml, Map<String, String> environment) {
        return new RoutingReader(error -> {
                    throw error;
                })
                .read(file, yaml, environment);
    }

    /** The same routing, where nobody is told but these receivers; the others have no address yet. */
    public Routing limitedTo(Set<String> names) {
        Map<String, Receiver> left = new LinkedHashMap<>();
        for (Receiver one : receivers.values()) {
            if (!names.contains(one.name())) continue;
            left.put(one.name(), new Receiver(one.name(), one.channel(), kept(one.fallback(), names), one.storm()));
        }
        Node limited = root.map(route -> new Route(
                route.id(),
                route.key(),
                route.matchers(),
                kept(route.receivers(), names),
                route.escalation(),
                route.grouping(),
                route.timing(),
                route.hours()));
        List<Heartbeat> beating = heartbeats.stream()
                .filter(heartbeat -> names.contains(heartbeat.receiver()))
                .toList();
        return new Routing(limited, left, beating, inhibitRules, owners);
    }

    private static List<String> kept(List<String> receivers, Set<String> names) {
        return receivers.stream().filter(names::contains).toList();
    }

    /** What routes and inhibit rules match on: the labels of the alert, and the owner of its service where it has none. */
    public SortedMap<String, String> labels(Alert alert) {
        SortedMap<String, String> labels = new TreeMap<>(AlertLabels.of(alert));
        if (labels.containsKey(OWNER)) return labels;
        for (String name : SERVICE) {
            String owner = owners.get(labels.getOrDefault(name, ""));
            if (owner != null) labels.putIfAbsent(OWNER, owner);
        }
        return labels;
    }

    /**
     * The routes at which an alert ends, in the order of the file; at least one, which may tell nobody.
     *
     * @param labels those that {@link #labels} says
     */
    public List<Route> of(Map<String, String> labels) {
        List<Route> ends = new ArrayList<>();
        for (Node node : root.ends(labels)) ends.add(node.route());
        return ends;
    }

    /** The route with an id, whether alerts end at it or not. */
    public Optional<Route> route(String id) {
        return Optional.ofNullable(routes.get(id));
    }

    /** All routes, the root first, in the order of the file. */
    public List<Route> routes() {
        return List.copyOf(routes.values());
    }

    public Optional<Receiver> receiver(String name) {
        return Optional.ofNullable(receivers.get(name));
    }

    /** In the order of the file. */
    public List<Receiver> receivers() {
        return List.copyOf(receivers.values());
    }

    /** In the order of the file. */
    public List<InhibitRule> inhibitRules() {
        return inhibitRules;
    }

    /** In the order of the file. */
    public List<Heartbeat> heartbeats() {
        return heartbeats;
    }

    Node root() {
        return root;
    }

    /** By service. */
    Map<String, String> owners() {
        return owners;
    }
}
