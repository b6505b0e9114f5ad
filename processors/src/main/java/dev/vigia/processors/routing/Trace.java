package dev.vigia.processors.routing;

import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.silences.Matchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The way of one alert through the tree, and why.
 *
 * @param labels those it was asked by, sorted
 * @param root what the root says
 */
public record Trace(SortedMap<String, String> labels, Step root) {

    /**
     * A route that was asked.
     *
     * @param line where it begins in the file, from 1
     * @param matchers its own; up to the first that does not hold
     * @param ends whether the alert ends here
     * @param goesOn whether the routes after it are asked as well
     * @param inside the routes in it that were asked; none unless it matches
     */
    public record Step(Route route, int line, List<Asked> matchers, boolean ends, boolean goesOn, List<Step> inside) {

        public Step {
            matchers = List.copyOf(matchers);
            inside = List.copyOf(inside);
        }

        public boolean matches() {
            return matchers.stream().allMatch(Asked::holds);
        }

        /** It and all in it at which the alert ends, in the order of the file. */
        public List<Step> endings() {
            List<Step> endings = new ArrayList<>();
            if (ends) endings.add(this);
            inside.forEach(step -> endings.addAll(step.endings()));
            return endings;
        }
    }

    /**
     * A matcher that was asked.
     *
     * @param matcher as people write it
     * @param name of the label
     * @param value of the label; empty where the alert has none
     */
    public record Asked(String matcher, String name, String value, boolean holds) {}

    /** Follows an alert with these labels; {@link Routing#labels} and {@link Routing#owned} say them. */
    public static Trace of(Routing routing, SortedMap<String, String> labels) {
        return new Trace(labels, step(routing.root(), labels));
    }

    private static Step step(Node node, Map<String, String> labels) {
        List<Asked> asked = new ArrayList<>();
        for (Matcher matcher : node.written().matchers()) {
            String name = matcher.getName();
            boolean holds = Matchers.of(List.of(matcher)).match(labels);
            asked.add(new Asked(Matchers.text(matcher), name, labels.getOrDefault(name, ""), holds));
            if (!holds) return new Step(node.route(), node.written().line(), asked, false, false, List.of());
        }
        List<Step> inside = new ArrayList<>();
        boolean matched = false;
        for (Node child : node.children()) {
            Step step = step(child, labels);
            inside.add(step);
            matched |= step.matches();
            if (step.matches() && !step.goesOn()) break;
        }
        return new Step(
                node.route(),
                node.written().line(),
                asked,
                !matched,
                node.written().goesOn(),
                inside);
    }
}
