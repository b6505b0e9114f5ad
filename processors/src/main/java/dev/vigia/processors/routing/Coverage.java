package dev.vigia.processors.routing;

import dev.vigia.processors.routing.Outcomes.Outcome;
import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is told of the alerts that rules can make, and of those from outside. */
public final class Coverage {

    private Coverage() {}

    /** What became of the proof for some alerts. */
    public sealed interface Line {

        /** The id of the rule; empty: alerts from outside. */
        String rule();

        String severity();

        /** For people: the rule and the severity. */
        default String name() {
            return (rule().isEmpty() ? "alerts from outside" : rule()) + " (" + severity() + ")";
        }
    }

    /**
     * Alerts that go one way through the tree.
     *
     * @param where what has to be true of them, as matchers; none: all of them go it
     * @param routes that they end at; the last has the last word
     * @param saysNobody whether that one says in the file that nobody is told
     */
    public record Told(String rule, String severity, List<String> where, List<Route> routes, boolean saysNobody)
            implements Line {

        public Told {
            where = List.copyOf(where);
            routes = List.copyOf(routes);
        }

        /** Whether somebody is told. */
        public boolean tells() {
            return routes.stream().anyMatch(route -> !route.tellsNobody());
        }

        /** Whether nobody is told, and that is what the file says. */
        public boolean recordedOnly() {
            return !tells() && saysNobody;
        }

        /** The names of those who are told, each once. */
        public List<String> receivers() {
            return routes.stream()
                    .flatMap(route -> route.receivers().stream())
                    .distinct()
                    .toList();
        }

        /** When somebody is told at once: the hours of each route that does so. */
        public List<Hours> hoursAtOnce(Routing routing) {
            return routes.stream()
                    .filter(route -> route.escalation().isPresent()
                            || !route.receivers().stream().allMatch(routing::tellsByDigest))
                    .map(Route::hours)
                    .toList();
        }

        /** Whether somebody is told, but none before the time of day of a digest. */
        public boolean tellsByDigestOnly(Routing routing) {
            return !receivers().isEmpty()
                    && escalations().isEmpty()
                    && receivers().stream().allMatch(routing::tellsByDigest);
        }

        /** The names of the escalation policies that are begun, each once. */
        public List<String> escalations() {
            return routes.stream()
                    .flatMap(route -> route.escalation().stream())
                    .distinct()
                    .toList();
        }
    }

    /** Alerts that may go more ways than can be gone through. */
    public record Unknown(String rule, String severity) implements Line {}

    /** Every way, rule by rule in their order, and those of alerts from outside last. */
    public static List<Line> of(Routing routing, Collection<Rule> rules) {
        List<Line> lines = new ArrayList<>();
        for (Rule rule : rules) {
            for (Severity severity : rule.condition().severities()) {
                Possible all = Possible.of(rule, severity);
                for (Possible alerts : all.owned(routing.owners())) {
                    lines(routing, rule.id(), severity, alerts, all).forEach(lines::add);
                }
            }
        }
        for (Severity severity : Severity.values()) {
            Possible all = Possible.any(severity);
            lines(routing, "", severity, all, all).forEach(lines::add);
        }
        return lines;
    }

    private static Stream<Line> lines(Routing routing, String rule, Severity severity, Possible alerts, Possible all) {
        String word = Possible.word(severity);
        Optional<List<Outcome>> outcomes = Outcomes.of(routing.root(), alerts);
        if (outcomes.isEmpty()) return Stream.of(new Unknown(rule, word));
        return outcomes.get().stream()
                .map(outcome ->
                        new Told(rule, word, outcome.alerts().beyond(all), outcome.routes(), outcome.saysNobody()));
    }
}
