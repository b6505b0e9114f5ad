package dev.vigia.processors.routing;

import dev.vigia.processors.rules.Rule;
import dev.vigia.runtime.UserException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Looks for everything that is wrong with a file of routes, where {@link Routing#parse} stops at the first: what cannot be read, and
 * what can be but helps nobody. Proves that every alert of some rules is told to somebody, unless a route says by {@code receivers: []}
 * that it is not to be; and that nobody has to wait for what is critical or high, for a digest or for the hours of a route.
 */
public final class RoutingLint {

    private final String file;
    private final Around around;
    private final List<String> problems = new ArrayList<>();

    private RoutingLint(String file, Around around) {
        this.file = file;
        this.around = around;
    }

    /**
     * What the routes are for.
     *
     * @param rules whose alerts have to reach somebody
     * @param escalations gives the names of the escalation policies that there are, by those of the receivers that are
     *     told at once
     * @param addresses where the receivers are
     * @param now hours are looked at in the 400 days from then on
     */
    public record Around(
            Collection<Rule> rules, Function<Set<String>, Set<String>> escalations, Addresses addresses, Instant now) {

        public Around {
            rules = List.copyOf(rules);
        }
    }

    /**
     * What was found. Each line names file, line, route and field, and the way out.
     *
     * @param problems what is wrong with the routes
     * @param gaps what nobody is told of as long as receivers have no address, or fail
     * @param notes one line for each rule some of whose alerts are recorded only, or told at times only
     */
    public record Findings(List<String> problems, List<String> gaps, List<String> notes) {

        public Findings {
            problems = List.copyOf(problems);
            gaps = List.copyOf(gaps);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Looks at a file.
     *
     * @param file what the lines call it
     * @param environment values for {@code ${…}}, by name
     */
    public static Findings check(String file, String yaml, Map<String, String> environment, Around around) {
        RoutingLint lint = new RoutingLint(file, around);
        try {
            Routing routing = new RoutingReader(error -> lint.problems.add(String.valueOf(error.getMessage())))
                    .read(file, yaml, environment);
            if (lint.problems.isEmpty()) return lint.check(routing);
        } catch (UserException e) {
            lint.problems.add(String.valueOf(e.getMessage()));
        }
        return new Findings(lint.problems, List.of(), List.of());
    }

    private Findings check(Routing routing) {
        OpenTimes times = new OpenTimes(around.now().toEpochMilli());
        Set<String> escalations = around.escalations().apply(routing.namesToldAtOnce());
        for (Receiver receiver : routing.receivers()) checkAddress(receiver, routing.line(receiver));
        routing.root().forEach(node -> {
            node.route().escalation().ifPresent(name -> {
                if (!escalations.contains(name)) {
                    problem(node, "escalation: " + RouteReader.unknown("escalation", name, new TreeSet<>(escalations)));
                }
            });
            if (!times.everOpen(node.route().hours())) {
                problem(
                        node,
                        "it never tells: none of the next 400 days has a time within its active_time_intervals and"
                                + " outside its mute_time_intervals");
            }
        });
        problems.addAll(new DeadRoutes(file).in(routing.root()));
        problems.addAll(new InhibitLint(file, routing.owners()).check(routing.inhibitRules(), around.rules()));
        if (!problems.isEmpty()) return new Findings(problems, List.of(), List.of());
        return new CoverageLint(file, routing, around, times).findings();
    }

    /** Whoever is called otherwise there, or is something else, would be told nothing. */
    private void checkAddress(Receiver receiver, int line) {
        Addresses addresses = around.addresses();
        String channel = addresses.channels().get(receiver.name());
        String subject = "receiver " + receiver.name();
        if (channel == null) {
            problems.add(at(file, line, subject)
                    + RouteReader.unknown(
                            "receiver",
                            receiver.name(),
                            new TreeSet<>(addresses.channels().keySet()))
                    + " in " + addresses.file() + "; one that has no address yet stands there without");
        } else if (!channel.equals(receiver.channel())) {
            problems.add(at(file, line, subject) + "channel: '" + receiver.channel() + "' here, and '" + channel
                    + "' in " + addresses.file() + "; write the same");
        }
    }

    private void problem(Node node, String problem) {
        problems.add(at(file, node.written().line(), "route " + node.route().id()) + problem);
    }

    static String at(String file, int line, String subject) {
        return file + " line " + line + ", " + subject + ": ";
    }
}
