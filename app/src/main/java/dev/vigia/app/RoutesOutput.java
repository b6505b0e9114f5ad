package dev.vigia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.routing.Coverage;
import dev.vigia.processors.routing.Grouping;
import dev.vigia.processors.routing.Hours;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Route;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.routing.Timing;
import dev.vigia.processors.routing.Trace;
import dev.vigia.runtime.Durations;
import dev.vigia.schemas.silences.Matchers;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Routes for people and programs. */
final class RoutesOutput {

    private final Routing routing;
    private final Set<String> addresses;
    private final PrintWriter out;

    /** @param addresses names of the receivers that have one */
    RoutesOutput(Routing routing, Set<String> addresses, PrintWriter out) {
        this.routing = routing;
        this.addresses = addresses;
        this.out = out;
    }

    /** The whole tree. */
    void printTree() {
        Map<String, Integer> lines = routing.lines();
        for (Route route : routing.routes()) {
            String indent = "  ".repeat(depth(route));
            out.printf(
                    "%s%s (line %d) %s%n",
                    indent,
                    route.id(),
                    lines.getOrDefault(route.id(), 1),
                    route.matchers().isEmpty()
                            ? "every alert"
                            : route.matchers().stream().map(Matchers::text).collect(Collectors.joining(", ")));
            out.println(indent + "    " + told(route) + "; " + grouping(route.grouping()) + "; "
                    + timing(route.timing()) + hours(route.hours()));
        }
    }

    private static int depth(Route route) {
        return (int) route.id().chars().filter(one -> one == '.').count();
    }

    /** @param time at which hours are looked at: milliseconds since 1970-01-01 UTC */
    void print(Trace trace, long time) {
        out.println(trace.labels().entrySet().stream()
                .map(label -> label.getKey() + "=\"" + label.getValue() + '"')
                .collect(Collectors.joining(", ")));
        print(trace.root());
        for (Trace.Step end : trace.root().endings()) {
            Route route = end.route();
            out.printf("route %s (line %d): %s%n", route.id(), end.line(), told(route));
            if (route.tellsNobody()) continue;
            out.println("  " + group(route, trace) + "; " + timing(route.timing()));
            if (!route.hours().isAlways()) out.println("  " + open(route.hours(), time));
        }
    }

    private void print(Trace.Step step) {
        String indent = "  ".repeat(depth(step.route()) + 1);
        out.println(indent + step.route().id() + ' ' + why(step));
        step.inside().forEach(this::print);
    }

    private static String why(Trace.Step step) {
        List<String> words = new ArrayList<>();
        for (Trace.Asked asked : step.matchers()) {
            if (asked.holds()) words.add(asked.matcher());
            else words.add("not " + asked.matcher() + ", which is \"" + asked.value() + '"');
        }
        if (words.isEmpty()) words.add("every alert");
        String matches = step.matches() ? "matches: " : "no: ";
        return matches + String.join(", ", words) + (step.matches() && step.goesOn() ? "; continue" : "");
    }

    private String told(Route route) {
        if (route.tellsNobody()) return "nobody is told; recorded only";
        List<String> words = new ArrayList<>();
        if (!route.receivers().isEmpty()) words.add("tells " + String.join(", ", marked(route.receivers())));
        route.escalation().ifPresent(name -> words.add("escalates by " + name));
        return String.join("; ", words);
    }

    private List<String> marked(List<String> receivers) {
        return receivers.stream().map(name -> name + marks(name)).toList();
    }

    private String marks(String receiver) {
        String digest = routing.receiver(receiver)
                .flatMap(Receiver::digest)
                .map(one -> " (digest at " + one.nameWithDays() + ")")
                .orElse("");
        return addresses.contains(receiver) ? digest : digest + " (no address)";
    }

    private static String group(Route route, Trace trace) {
        if (!(route.grouping() instanceof Grouping.By by)) return grouping(route.grouping());
        return "group " + route.groupKey(by.of(trace.labels()));
    }

    private static String grouping(Grouping grouping) {
        if (grouping instanceof Grouping.By by) {
            return by.names().isEmpty() ? "all in one group" : "grouped by " + String.join(", ", by.names());
        }
        return "each alert by itself";
    }

    private static String timing(Timing timing) {
        String words = timing.groupWait().isZero() ? "at once" : "after " + Durations.format(timing.groupWait());
        words += ", news each " + Durations.format(timing.groupInterval());
        words += timing.repeatInterval().isZero()
                ? ", never again"
                : ", again each " + Durations.format(timing.repeatInterval());
        if (timing.cooldown().isZero()) return words;
        words += ", cooldown " + Durations.format(timing.cooldown());
        boolean grows = timing.longestCooldown().compareTo(timing.cooldown()) > 0;
        return grows ? words + " up to " + Durations.format(timing.longestCooldown()) : words;
    }

    private static String hours(Hours hours) {
        String words = "";
        if (!hours.active().isEmpty()) words += "; only in " + names(hours.active());
        if (!hours.mute().isEmpty()) words += "; not in " + names(hours.mute());
        return words;
    }

    private static String names(List<Hours.Interval> intervals) {
        return intervals.stream().map(Hours.Interval::name).collect(Collectors.joining(", "));
    }

    private static String open(Hours hours, long time) {
        String until = hours.nextChange(time).stream()
                .mapToObj(change -> " until " + Instant.ofEpochMilli(change))
                .findFirst()
                .orElse("");
        return hours.closedBy(time)
                .map(by -> "held back by " + by + until)
                .orElseGet(() ->
                        "tells at " + Instant.ofEpochMilli(time) + ", and" + (until.isEmpty() ? " always" : until));
    }

    void json(Trace trace, long time) {
        ObjectNode root = ConsoleClient.JSON.createObjectNode();
        trace.labels().forEach(root.putObject("labels")::put);
        ArrayNode ends = root.putArray("told");
        for (Trace.Step end : trace.root().endings()) {
            Route route = end.route();
            ObjectNode node = json(ends.addObject(), route).put("line", end.line());
            node.put("open", route.hours().open(time));
            route.hours().closedBy(time).ifPresent(by -> node.put("closed_by", by));
            route.hours().nextChange(time).ifPresent(change -> node.put("changes_at", change));
            if (route.grouping() instanceof Grouping.By by) {
                node.put("group_key", route.groupKey(by.of(trace.labels())));
            }
        }
        json(trace.root(), root.putArray("asked"));
        out.println(root.toPrettyString());
    }

    private static void json(Trace.Step step, ArrayNode into) {
        ObjectNode node = into.addObject()
                .put("route", step.route().id())
                .put("line", step.line())
                .put("matches", step.matches())
                .put("continue", step.goesOn());
        ArrayNode matchers = node.putArray("matchers");
        for (Trace.Asked asked : step.matchers()) {
            matchers.addObject()
                    .put("matcher", asked.matcher())
                    .put("value", asked.value())
                    .put("holds", asked.holds());
        }
        step.inside().forEach(inside -> json(inside, into));
    }

    private ObjectNode json(ObjectNode node, Route route) {
        Timing timing = route.timing();
        node.put("route", route.id());
        strings(node.putArray("receivers"), route.receivers());
        strings(
                node.putArray("without_address"),
                route.receivers().stream()
                        .filter(name -> !addresses.contains(name))
                        .toList());
        for (String name : route.receivers()) {
            routing.receiver(name)
                    .flatMap(Receiver::digest)
                    .ifPresent(digest -> node.withObject("/digests").put(name, digest.nameWithDays()));
        }
        route.escalation().ifPresent(name -> node.put("escalation", name));
        node.put("group_wait", Durations.format(timing.groupWait()));
        node.put("group_interval", Durations.format(timing.groupInterval()));
        node.put("repeat_interval", Durations.format(timing.repeatInterval()));
        node.put("cooldown", Durations.format(timing.cooldown()));
        return node.put("longest_cooldown", Durations.format(timing.longestCooldown()));
    }

    private static void strings(ArrayNode into, List<String> strings) {
        strings.forEach(into::add);
    }

    void printAll(List<Coverage.Line> lines) {
        for (Coverage.Line line : lines) {
            out.println(line.name()
                    + (line instanceof Coverage.Told told ? where(told) + ": " + told(told) : ": too many ways"));
        }
    }

    private static String where(Coverage.Told told) {
        return told.where().isEmpty() ? "" : " where " + String.join(", ", told.where());
    }

    private String told(Coverage.Told told) {
        if (told.recordedOnly()) return "recorded only";
        if (!told.tells()) return "NOBODY";
        List<String> words = new ArrayList<>(marked(told.receivers()));
        told.escalations().forEach(name -> words.add("escalation " + name));
        return String.join(", ", words);
    }

    void jsonOfAll(List<Coverage.Line> lines) {
        ArrayNode all = ConsoleClient.JSON.createArrayNode();
        for (Coverage.Line line : lines) {
            ObjectNode node = all.addObject();
            if (!line.rule().isEmpty()) node.put("rule", line.rule());
            node.put("severity", line.severity()).put("proven", line instanceof Coverage.Told);
            if (!(line instanceof Coverage.Told told)) continue;
            strings(node.putArray("where"), told.where());
            strings(node.putArray("receivers"), told.receivers());
            strings(node.putArray("escalations"), told.escalations());
            strings(
                    node.putArray("routes"),
                    told.routes().stream().map(Route::id).toList());
            node.put("recorded_only", told.recordedOnly());
        }
        out.println(all.toPrettyString());
    }
}
