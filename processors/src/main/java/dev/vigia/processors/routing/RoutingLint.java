package dev.vigia.processors.routing;

import dev.vigia.processors.routing.Outcomes.Outcome;
import dev.vigia.processors.rules.Rule;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for everything that is wrong with a file of routes, where {@link Routing#parse} stops at the first: what cannot be read, and
 * what can be but helps nobody. Proves that every alert of some rules is told to somebody, unless a route says by {@code receivers: []}
 * that it is not to be.
 */
public final class RoutingLint {

    private final String file;
    private final Collection<Rule> rules;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private RoutingLint(String file, Collection<Rule> rules) {
        this.file = file;
        this.rules = rules;
    }

    /**
     * What was found.
     *
     * @param problems one line for each, that names file, line, route and field, and the way out
     * @param notes one line for each rule some of whose alerts are recorded only
     */
    public record Findings(List<String> problems, List<String> notes) {

        public Findings {
            problems = List.copyOf(problems);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Looks at a file.
     *
     * @param file what the lines call it
     * @param environment values for {@code ${…}}, by name
     * @param rules whose alerts have to reach somebody
     * @param escalations names of the escalation policies that there are
     */
    public static Findings check(
            String file,
            String yaml,
            Map<String, String> environment,
            Collection<Rule> rules,
            Set<String> escalations) {
        RoutingLint lint = new RoutingLint(file, rules);
        try {
            Routing routing = new RoutingReader(error -> lint.problems.add(String.valueOf(error.getMessage())))
                    .read(file, yaml, environment);
            if (lint.problems.isEmpty()) lint.check(routing, escalations);
        } catch (UserException e) {
            lint.problems.add(String.valueOf(e.getMessage()));
        }
        return new Findings(lint.problems, lint.notes);
    }

    private void check(Routing routing, Set<String> escalations) {
        routing.root().forEach(node -> node.route().escalation().ifPresent(name -> {
            if (!escalations.contains(name)) {
                problem(node, "escalation: " + RouteReader.unknown("escalation", name, new TreeSet<>(escalations)));
            }
        }));
        problems.addAll(new DeadRoutes(file).in(routing.root()));
        problems.addAll(new InhibitLint(file, routing.owners()).check(routing.inhibitRules(), rules));
        if (problems.isEmpty()) cover(routing);
    }

    /** What nobody is told of, by the routes that it ends at. */
    private void cover(Routing routing) {
        Untold untold = new Untold();
        for (Rule rule : rules) {
            Set<String> recorded = new TreeSet<>();
            for (Severity severity : rule.condition().severities()) {
                String word = Possible.word(severity);
                String name = rule.id() + " (" + word + ")";
                Possible all = Possible.of(rule, severity);
                for (Possible alerts : all.owned(routing.owners())) {
                    for (Outcome outcome : outcomes(routing, alerts, name)) {
                        if (outcome.recordedOnly()) recorded.add(where(word, outcome, all));
                        untold.look(outcome, where(name, outcome, all));
                    }
                }
            }
            if (!recorded.isEmpty()) notes.add("rule " + rule.id() + " is recorded only: " + String.join("; ", recorded));
        }
        for (Severity severity : Severity.values()) {
            Possible alerts = Possible.any(severity);
            String name = "alerts from outside (" + Possible.word(severity) + ")";
            for (Outcome outcome : outcomes(routing, alerts, name)) untold.look(outcome, where(name, outcome, alerts));
        }
        untold.alerts.forEach((end, alerts) -> problem(
                end,
                "nobody is told of " + some(alerts) + ", which end here; name receivers, or write receivers: [] where they"
                        + " are only to be recorded"));
    }

    /** Alerts that nobody is told of though no route says so, by where they end. */
    private static final class Untold {

        private final Map<Node, List<String>> alerts = new LinkedHashMap<>();

        void look(Outcome outcome, String which) {
            if (outcome.tells() || outcome.recordedOnly()) return;
            alerts.computeIfAbsent(outcome.last(), end -> new ArrayList<>()).add(which);
        }
    }

    private List<Outcome> outcomes(Routing routing, Possible alerts, String name) {
        Optional<List<Outcome>> outcomes = Outcomes.of(routing.root(), alerts);
        if (outcomes.isEmpty()) notes.add("whether somebody is told of " + name + " depends on too much to be proven");
        return outcomes.orElse(List.of());
    }

    private static String where(String name, Outcome outcome, Possible asked) {
        List<String> conditions = outcome.alerts().beyond(asked);
        return conditions.isEmpty() ? name : name + " where " + String.join(", ", conditions);
    }

    private static String some(List<String> all) {
        int shown = 5;
        if (all.size() <= shown) return String.join("; ", all);
        return String.join("; ", all.subList(0, shown)) + " and " + (all.size() - shown) + " more";
    }

    private void problem(Node node, String problem) {
        problems.add(at(file, node.written().line(), "route " + node.route().id()) + problem);
    }

    static String at(String file, int line, String subject) {
        return file + " line " + line + ", " + subject + ": ";
    }
}
