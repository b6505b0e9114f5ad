package dev.vigia.processors.routing;

import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.silences.Matchers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds routes that no alert can ever end at or go through. */
final class DeadRoutes {

    private static final Set<String> SEVERITIES =
            Arrays.stream(Severity.values()).map(Possible::word).collect(Collectors.toSet());

    private final String file;

    DeadRoutes(String file) {
        this.file = file;
    }

    /** One line for each; those within a dead one go without saying. */
    List<String> in(Node root) {
        List<String> problems = new ArrayList<>();
        List<Possible> all = Arrays.stream(Severity.values()).map(Possible::any).toList();
        children(root, all, problems);
        return problems;
    }

    /** @param alerts what may come to the node, by severity */
    private void children(Node node, List<Possible> alerts, List<String> problems) {
        List<Node> earlier = new ArrayList<>();
        for (Node child : node.children()) {
            List<Matcher> own = child.written().matchers();
            List<Possible> matching =
                    alerts.stream().flatMap(some -> some.where(own).stream()).toList();
            List<Possible> left = matching.stream()
                    .filter(some -> taker(some, earlier).isEmpty())
                    .toList();
            Optional<String> severity = noSeverity(own);
            if (severity.isPresent()) {
                problems.add(problem(child, "matchers: " + severity.get()));
                continue;
            }
            if (matching.isEmpty()) problems.add(problem(child, "matchers: " + contradiction(child)));
            else if (left.isEmpty()) problems.add(problem(child, shadowed(matching, earlier)));
            else children(child, left, problems);
            if (!child.written().goesOn()) earlier.add(child);
        }
    }

    /** Who takes all of some alerts before. */
    private static Optional<Node> taker(Possible alerts, List<Node> earlier) {
        return earlier.stream()
                .filter(node -> alerts.imply(node.written().matchers()))
                .findFirst();
    }

    private static String shadowed(List<Possible> matching, List<Node> earlier) {
        TreeMap<Integer, String> takers = new TreeMap<>();
        for (Possible some : matching) {
            taker(some, earlier)
                    .ifPresent(node -> takers.put(
                            node.written().line(),
                            node.route().id() + " (line " + node.written().line() + ")"));
        }
        return "no alert comes here: route " + String.join(" and ", takers.values())
                + " takes them all before; write continue: true there, or put this route before it";
    }

    private static String contradiction(Node node) {
        return "no alert can match: "
                + node.route().matchers().stream().map(Matchers::text).collect(Collectors.joining(", "))
                + " exclude each other";
    }

    private static final String THERE_ARE = "'; there are critical, high, medium, low, info";

    /** What is said of a severity that there is not. */
    static Optional<String> noSeverity(List<Matcher> matchers) {
        for (Matcher matcher : matchers) {
            if (!matcher.getName().equals("severity")) continue;
            Values.Fact fact =
                    new Values.Fact(new Values.Fact(matcher, true).plain().matcher(), true);
            for (String wanted : fact.values().orElse(Set.of())) {
                if (!SEVERITIES.contains(wanted)) return Optional.of("there is no severity '" + wanted + THERE_ARE);
            }
            if (SEVERITIES.stream().noneMatch(fact::of)) {
                return Optional.of("no severity is like '" + matcher.getValue() + THERE_ARE);
            }
        }
        return Optional.empty();
    }

    private String problem(Node node, String problem) {
        return RoutingLint.at(
                        file, node.written().line(), "route " + node.route().id())
                + problem;
    }
}
