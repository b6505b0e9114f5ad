package dev.vigia.processors.routing;

import dev.vigia.processors.routing.Coverage.Told;
import dev.vigia.processors.routing.RoutingLint.Around;
import dev.vigia.processors.routing.RoutingLint.Findings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Looks for alerts that nobody is told of, or not in time. For one question. */
final class CoverageLint {

    /** Severities that wait for no time of day. */
    private static final Set<String> URGENT = Set.of("critical", "high");

    private final String file;
    private final Routing routing;
    private final Around around;
    private final OpenTimes times;
    private final List<String> problems = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** What is the same of several rules, by rule. */
    private final Map<String, Set<String>> recorded = new LinkedHashMap<>();

    private final Map<String, Set<String>> gathered = new LinkedHashMap<>();
    private final Map<String, Set<String>> atTimes = new LinkedHashMap<>();

    /** Alerts of which the same is wrong. */
    private final Map<At, List<String>> untold = new LinkedHashMap<>();

    private final Map<At, List<String>> late = new LinkedHashMap<>();
    private final Map<At, List<String>> closed = new LinkedHashMap<>();
    private final Map<At, List<String>> unreached = new LinkedHashMap<>();

    /** The route that has the last word on alerts, and what is more to be said of them. */
    private record At(String route, String what) {}

    CoverageLint(String file, Routing routing, Around around, OpenTimes times) {
        this.file = file;
        this.routing = routing;
        this.around = around;
        this.times = times;
    }

    Findings findings() {
        for (Coverage.Line line : Coverage.of(routing, around.rules())) {
            if (line instanceof Told told) look(told);
            else notes.add("whether somebody is told of " + line.name() + " depends on too much to be proven");
        }
        recorded.forEach((rule, which) -> note(rule, "is recorded only", which));
        gathered.forEach((rule, which) -> note(rule, "comes in a digest only", which));
        atTimes.forEach((rule, which) -> note(rule, "is told at times only", which));
        late.forEach((at, alerts) -> problems.add(at(at) + "only a digest tells of " + some(alerts)
                + ", which end here; name a receiver as well that is told at once, or an escalation"));
        closed.forEach(
                (at, alerts) -> problems.add(at(at) + "nobody is told of " + some(alerts) + ", which end here, at "
                        + at.what()
                        + " for instance; name somebody who is told at all times, or write continue: true, and after"
                        + " it a route with receivers: [] where they are only to be recorded at such times"));
        untold.forEach((at, alerts) -> problems.add(at(at) + "nobody is told of " + some(alerts)
                + ", which end here; name receivers, or write receivers: [] where they are only to be recorded"));
        unreached.forEach(
                (at, alerts) -> gaps.add(at(at) + "nobody is told of " + some(alerts) + ", which end here, as "
                        + around.addresses().file() + " has no address of " + at.what() + "; give one of them theirs"));
        gaps.addAll(new FailureLint(file, routing, around).gaps());
        return new Findings(problems, gaps, notes);
    }

    private void look(Told told) {
        boolean ofRule = !told.rule().isEmpty();
        if (told.recordedOnly()) {
            if (ofRule) add(recorded, told);
            return;
        }
        if (!told.tells()) {
            untold.computeIfAbsent(end(told, ""), at -> new ArrayList<>()).add(where(told.name(), told));
            return;
        }
        if (told.tellsByDigestOnly(routing)) {
            if (URGENT.contains(told.severity())) {
                late.computeIfAbsent(end(told, ""), at -> new ArrayList<>()).add(where(told.name(), told));
            } else if (ofRule) {
                add(gathered, told);
            }
        } else if (!told.saysNobody()) {
            lookAtHours(told);
        }
        if (ofRule) lookForAddresses(told);
    }

    private void lookAtHours(Told told) {
        OptionalLong from = times.closed(told.hoursAtOnce(routing));
        if (from.isEmpty()) return;
        if (URGENT.contains(told.severity())) {
            String when = Instant.ofEpochMilli(from.getAsLong()).toString();
            closed.computeIfAbsent(end(told, when), at -> new ArrayList<>()).add(where(told.name(), told));
        } else if (!told.rule().isEmpty()) {
            add(atTimes, told);
        }
    }

    /** While nobody at all has one, there is nothing to be said of some. */
    private void lookForAddresses(Told told) {
        Set<String> reachable = around.addresses().reachable();
        if (reachable.isEmpty() || !told.escalations().isEmpty()) return;
        if (told.receivers().stream().anyMatch(reachable::contains)) return;
        unreached
                .computeIfAbsent(end(told, String.join(", ", told.receivers())), at -> new ArrayList<>())
                .add(where(told.name(), told));
    }

    private static void add(Map<String, Set<String>> byRule, Told told) {
        byRule.computeIfAbsent(told.rule(), rule -> new TreeSet<>()).add(where(told.severity(), told));
    }

    private void note(String rule, String what, Set<String> which) {
        notes.add("rule " + rule + " " + what + ": " + String.join("; ", which));
    }

    private static At end(Told told, String what) {
        return new At(told.routes().get(told.routes().size() - 1).id(), what);
    }

    private static String where(String name, Told told) {
        return told.where().isEmpty() ? name : name + " where " + String.join(", ", told.where());
    }

    private static String some(List<String> all) {
        int shown = 5;
        if (all.size() <= shown) return String.join("; ", all);
        return String.join("; ", all.subList(0, shown)) + " and " + (all.size() - shown) + " more";
    }

    private String at(At at) {
        return RoutingLint.at(file, routing.lines().getOrDefault(at.route(), 1), "route " + at.route());
    }
}
