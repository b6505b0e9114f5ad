package dev.vigia.processors.routing;

import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who is told of which alerts, and when: the file {@code routes.yaml}, in Alertmanager's words. Immutable. */
public final class Routing {

    static final String OWNER = "owner";
    /** Labels that name the service: that of our records, and OpenTelemetry's, which alerts from outside may have. */
    static final List<String> SERVICE = List.of("service", "service.name");

    private final Node root;
    private final Map<String, Receiver> receivers;
    /** Where each stands in the file, from 1. */
    private final Map<String, Integer> receiverLines;

    private final List<Heartbeat> heartbeats;
    private final List<InhibitRule> inhibitRules;
    private final Map<String, String> owners;
    private final Map<String, Route> routes = new LinkedHashMap<>();

    /**
     * @param receivers by name, in the order of the file
     * @param receiverLines where each of them stands in it, from 1
     */
    Routing(
            Node root,
            Map<String, Receiver> receivers,
            Map<String, Integer> receiverLines,
            List<Heartbeat> heartbeats,
            List<InhibitRule> inhibitRules,
            Map<String, String> owners) {
        this.root = root;
        this.receivers = new LinkedHashMap<>(receivers);
        this.receiverLines = Map.copyOf(receiverLines);
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
            List<String> fallback = kept(one.fallback(), names);
            left.put(one.name(), new Receiver(one.name(), one.channel(), fallback, one.storm(), one.digest()));
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
        return new Routing(limited, left, receiverLines, beating, inhibitRules, owners);
    }

    private static List<String> kept(List<String> receivers, Set<String> names) {
        return receivers.stream().filter(names::contains).toList();
    }

    /** What routes and inhibit rules match on: the labels of the alert, and the owner of its service where it has none. */
    public SortedMap<String, String> labels(Alert alert) {
        return owned(AlertLabels.of(alert));
    }

    /** The same for an alert of which the labels are known. New at each call. */
    public SortedMap<String, String> owned(Map<String, String> labels) {
        SortedMap<String, String> owned = new TreeMap<>(labels);
        if (owned.containsKey(OWNER)) return owned;
        for (String name : SERVICE) {
            String owner = owners.get(owned.getOrDefault(name, ""));
            if (owner != null) owned.putIfAbsent(OWNER, owner);
        }
        return owned;
    }

    /**
     * The routes that tell of an alert, in the order of the file; where none does, those that it ends at all the same. So there is at
     * least one.
     *
     * @param labels those that {@link #labels} says
     */
    public List<Route> of(Map<String, String> labels) {
        List<Route> ends = new ArrayList<>();
        for (Node node : root.ends(labels)) ends.add(node.route());
        List<Route> telling =
                ends.stream().filter(route -> !route.tellsNobody()).toList();
        return telling.isEmpty() ? ends : telling;
    }

    /**
     * Whether the route that has the last word on an alert says in the file that nobody is told.
     *
     * @param labels those that {@link #labels} says
     */
    public boolean saysNobody(Map<String, String> labels) {
        List<Node> ends = root.ends(labels);
        return ends.get(ends.size() - 1).written().saysNobody();
    }

    /** The names of all receivers, in the order of the file. */
    public Set<String> receiverNames() {
        return Collections.unmodifiableSet(receivers.keySet());
    }

    /** The names of the receivers that have no digest, in the order of the file. */
    public Set<String> namesToldAtOnce() {
        Set<String> names = new LinkedHashSet<>(receivers.keySet());
        names.removeIf(this::tellsByDigest);
        return names;
    }

    /** The route with an id, whether alerts end at it or not. */
    public Optional<Route> route(String id) {
        return Optional.ofNullable(routes.get(id));
    }

    /** The route of an id; the root where the file does not have it any more. */
    public Route routeOrRoot(String id) {
        return route(id).orElseGet(() -> routes.values().iterator().next());
    }

    /** All routes, the root first, in the order of the file. */
    public List<Route> routes() {
        return List.copyOf(routes.values());
    }

    public Optional<Receiver> receiver(String name) {
        return Optional.ofNullable(receivers.get(name));
    }

    /** Whether all that a receiver is told waits for a time of day. */
    public boolean tellsByDigest(String receiver) {
        return receiver(receiver).flatMap(Receiver::digest).isPresent();
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

    /** What stands where in the file, for people. */
    public Map<String, Integer> lines() {
        Map<String, Integer> lines = new LinkedHashMap<>();
        root.forEach(node -> lines.put(node.route().id(), node.written().line()));
        return lines;
    }

    /** Where a receiver stands in the file, from 1. */
    int line(Receiver receiver) {
        return receiverLines.getOrDefault(receiver.name(), 1);
    }

    Node root() {
        return root;
    }

    /** By service. */
    Map<String, String> owners() {
        return owners;
    }
}
