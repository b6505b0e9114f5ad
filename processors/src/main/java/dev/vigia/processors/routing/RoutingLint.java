package dev.vigia.processors.routing;

import dev.vigia.processors.rules.Rule;
import dev.vigia.runtime.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Looks for everything that is wrong with a file of routes, where {@link Routing#parse} stops at the first: what cannot be read, and
 * what can be but helps nobody. Proves that every alert of some rules is told to somebody, unless a route says by {@code receivers: []}
 * that it is not to be; and that nobody hears of what is critical or high from a digest only.
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
     * @param escalations gives the names of the escalation policies that there are, by those of the receivers that are
     *     told at once
     */
    public static Findings check(
            String file,
            String yaml,
            Map<String, String> environment,
            Collection<Rule> rules,
            Function<Set<String>, Set<String>> escalations) {
        RoutingLint lint = new RoutingLint(file, rules);
        try {
            Routing routing = new RoutingReader(error -> lint.problems.add(String.valueOf(error.getMessage())))
                    .read(file, yaml, environment);
            if (lint.problems.isEmpty()) lint.check(routing, escalations.apply(routing.namesToldAtOnce()));
        } catch (UserException e) {
            lint.problems.add(String.valueOf(e.getMessage()));
        }
        return new Findings(lint.problems, lint.notes);
    }

    private void check(Routing routing, Set<String> escalations) {
        routing.root()
                .forEach(node -> node.route().escalation().ifPresent(name -> {
                    if (!escalations.contains(name)) {
                        problem(
                                routing,
                                node.route().id(),
                                "escalation: " + RouteReader.unknown("escalation", name, new TreeSet<>(escalations)));
                    }
                }));
        problems.addAll(new DeadRoutes(file).in(routing.root()));
        problems.addAll(new InhibitLint(file, routing.owners()).check(routing.inhibitRules(), rules));
        if (problems.isEmpty()) cover(routing);
    }

    /** Severities that wait for no time of day. */
    private static final Set<String> URGENT = Set.of("critical", "high");

    /** What nobody is told of, or not in time, by the routes that it ends at. */
    private void cover(Routing routing) {
        Map<String, Set<String>> recorded = new LinkedHashMap<>();
        Map<String, Set<String>> gathered = new LinkedHashMap<>();
        Map<String, List<String>> untold = new LinkedHashMap<>();
        Map<String, List<String>> late = new LinkedHashMap<>();
        for (Coverage.Line line : Coverage.of(routing, rules)) {
            if (line instanceof Coverage.Unknown) {
                notes.add("whether somebody is told of " + line.name() + " depends on too much to be proven");
            } else if (line instanceof Coverage.Told told && told.recordedOnly()) {
                if (told.rule().isEmpty()) continue;
                recorded.computeIfAbsent(told.rule(), rule -> new TreeSet<>()).add(where(told.severity(), told));
            } else if (line instanceof Coverage.Told told && !told.tells()) {
                untold.computeIfAbsent(end(told), id -> new ArrayList<>()).add(where(told.name(), told));
            } else if (line instanceof Coverage.Told told && told.tellsByDigestOnly(routing)) {
                if (URGENT.contains(told.severity())) {
                    late.computeIfAbsent(end(told), id -> new ArrayList<>()).add(where(told.name(), told));
                } else if (!told.rule().isEmpty()) {
                    gathered.computeIfAbsent(told.rule(), rule -> new TreeSet<>())
                            .add(where(told.severity(), told));
                }
            }
        }
        recorded.forEach((rule, which) -> notes.add("rule " + rule + " is recorded only: " + String.join("; ", which)));
        gathered.forEach(
                (rule, which) -> notes.add("rule " + rule + " comes in a digest only: " + String.join("; ", which)));
        late.forEach((end, alerts) -> problem(
                routing,
                end,
                "only a digest tells of " + some(alerts)
                        + ", which end here; name a receiver as well that is told at once, or an escalation"));
        untold.forEach((end, alerts) -> problem(
                routing,
                end,
                "nobody is told of " + some(alerts)
                        + ", which end here; name receivers, or write receivers: [] where they"
                        + " are only to be recorded"));
    }

    private static String end(Coverage.Told told) {
        return told.routes().get(told.routes().size() - 1).id();
    }

    private static String where(String name, Coverage.Told told) {
        return told.where().isEmpty() ? name : name + " where " + String.join(", ", told.where());
    }

    private static String some(List<String> all) {
        int shown = 5;
        if (all.size() <= shown) return String.join("; ", all);
        return String.join("; ", all.subList(0, shown)) + " and " + (all.size() - shown) + " more";
    }

    private void problem(Routing routing, String id, String problem) {
        problems.add(at(file, routing.lines().getOrDefault(id, 1), "route " + id) + problem);
    }

    static String at(String file, int line, String subject) {
        return file + " line " + line + ", " + subject + ": ";
    }
}
