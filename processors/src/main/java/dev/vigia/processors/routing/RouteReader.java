package dev.vigia.processors.routing;

import dev.vigia.processors.rules.YamlMap;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.silences.Matchers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads the tree of routes. */
final class RouteReader {

    /** Ends an escalation that would be inherited. */
    private static final String NO_ESCALATION = "none";
    /** Every alert by itself. */
    private static final String EACH = "...";

    /** A year: longer ones are slips of the pen. */
    private static final Duration LONGEST = Duration.ofDays(366);

    /** What everything begins with. */
    private static final Route BARE = new Route(
            "", "", List.of(), List.of(), Optional.empty(), new Grouping.Each(), Timing.DEFAULT, Hours.ALWAYS);

    private final Set<String> receivers;
    private final Map<String, Hours.Interval> intervals;
    private final Consumer<UserException> problems;

    RouteReader(Set<String> receivers, Map<String, Hours.Interval> intervals, Consumer<UserException> problems) {
        this.receivers = receivers;
        this.intervals = intervals;
        this.problems = problems;
    }

    /** The whole tree. The root matches everything, and always. */
    Node root(YamlMap map) {
        for (String field : List.of("matchers", "continue", "active_time_intervals", "mute_time_intervals")) {
            if (map.has(field)) {
                problems.accept(
                        map.error(field, "the root matches every alert, always; write it at a route in routes"));
            }
        }
        return node(map, "0", BARE, false);
    }

    private Node node(YamlMap map, String id, Route parent, boolean parentSaysNobody) {
        List<Matcher> own = id.equals("0") ? List.of() : attempt(() -> ownMatchers(map), List.of());
        boolean goesOn = attempt(() -> flag(map, "continue"), false);
        boolean saysNobody = map.has("receivers") ? map.texts("receivers").isEmpty() : parentSaysNobody;
        Route route = new Route(
                id,
                (id.equals("0") ? "" : parent.key() + "/") + written(own),
                joined(parent.matchers(), own),
                attempt(() -> receivers(map, parent), List.of()),
                escalation(map, parent),
                grouping(map, parent),
                attempt(() -> timing(map, parent.timing()), parent.timing()),
                attempt(() -> hours(map), Hours.ALWAYS));
        if (saysNobody && map.has("receivers") && route.escalation().isPresent()) {
            problems.accept(map.error(
                    "receivers",
                    "[] tells nobody, but the escalation '" + route.escalation().get()
                            + "' is begun; write escalation: none as well"));
        }
        List<Node> children = new ArrayList<>();
        if (map.has("routes")) {
            for (YamlMap child : map.maps("routes", place -> "route " + id + "." + place)) {
                children.add(node(child, id + "." + children.size(), route, saysNobody));
            }
        }
        attempt(
                () -> {
                    map.requireAllRead();
                    return true;
                },
                false);
        return new Node(route, new Node.Written(map.line(), own, goesOn, saysNobody), children);
    }

    private static List<Matcher> ownMatchers(YamlMap map) {
        List<Matcher> own = map.matchers("matchers", Matchers::of);
        if (own.isEmpty()) {
            throw map.error("matchers", "is missing; which alerts? Write for instance ['severity=\"critical\"']");
        }
        return own;
    }

    private static String written(List<Matcher> matchers) {
        return matchers.stream().map(Matchers::text).collect(Collectors.joining(",", "{", "}"));
    }

    private static List<Matcher> joined(List<Matcher> first, List<Matcher> then) {
        List<Matcher> all = new ArrayList<>(first);
        all.addAll(then);
        return all;
    }

    private List<String> receivers(YamlMap map, Route parent) {
        if (!map.has("receivers")) return parent.receivers();
        Set<String> names = new LinkedHashSet<>(map.texts("receivers"));
        for (String name : names) {
            if (!receivers.contains(name)) throw map.error("receivers", unknown("receiver", name, receivers));
        }
        return List.copyOf(names);
    }

    private static Optional<String> escalation(YamlMap map, Route parent) {
        Optional<String> written = map.text("escalation");
        if (written.isEmpty()) return parent.escalation();
        return written.filter(name -> !name.equals(NO_ESCALATION));
    }

    private static Grouping grouping(YamlMap map, Route parent) {
        if (!map.has("group_by")) return parent.grouping();
        List<String> names = map.texts("group_by");
        return names.contains(EACH) ? new Grouping.Each() : new Grouping.By(names);
    }

    private static Timing timing(YamlMap map, Timing inherited) {
        Duration cooldown = inherited.cooldown();
        Duration longest = inherited.longestCooldown();
        if (map.has("cooldown") && map.has("realert")) {
            throw map.error("realert", "there is a cooldown as well; realert is one that grows, so write one of them");
        }
        if (map.has("cooldown")) {
            cooldown = duration(map, "cooldown", cooldown);
            longest = cooldown;
        }
        Optional<YamlMap> realert = map.map("realert");
        if (realert.isPresent()) {
            YamlMap grows = realert.get();
            cooldown = duration(grows, "first", Duration.ZERO);
            longest = duration(grows, "longest", Duration.ZERO);
            if (cooldown.isZero()) throw grows.error("first", "has to be more than 0, for instance 10m");
            if (longest.compareTo(cooldown) < 0) throw grows.error("longest", "has to be at least as long as first");
            grows.requireAllRead();
        }
        return new Timing(
                duration(map, "group_wait", inherited.groupWait()),
                duration(map, "group_interval", inherited.groupInterval()),
                duration(map, "repeat_interval", inherited.repeatInterval()),
                cooldown,
                longest);
    }

    private static Duration duration(YamlMap map, String field, Duration otherwise) {
        Duration duration = map.duration(field, otherwise);
        if (duration.compareTo(LONGEST) > 0) throw map.error(field, "is more than a year");
        return duration;
    }

    private Hours hours(YamlMap map) {
        return new Hours(intervals(map, "active_time_intervals"), intervals(map, "mute_time_intervals"));
    }

    private List<Hours.Interval> intervals(YamlMap map, String field) {
        List<Hours.Interval> found = new ArrayList<>();
        for (String name : map.texts(field)) {
            Hours.Interval interval = intervals.get(name);
            if (interval == null) throw map.error(field, unknown("time interval", name, intervals.keySet()));
            found.add(interval);
        }
        return found;
    }

    private static boolean flag(YamlMap map, String field) {
        String text = map.text(field).orElse("false");
        if (text.equals("true") || text.equals("false")) return text.equals("true");
        throw map.error(field, "'" + text + "' is neither true nor false");
    }

    static String unknown(String kind, String name, Collection<String> known) {
        return "there is no " + kind + " '" + name + "'; there are "
                + (known.isEmpty() ? "none" : String.join(", ", known));
    }

    private interface Step<T> {
        T take();
    }

    private <T> T attempt(Step<T> step, T otherwise) {
        try {
            return step.take();
        } catch (UserException e) {
            problems.accept(e);
            return otherwise;
        }
    }
}
