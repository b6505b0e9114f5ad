package dev.vigia.processors.routing;

import dev.vigia.schemas.avro.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Where in the tree alerts may end, of which only some labels are known: every way that there is, each with what has to be true of the
 * others. For one question.
 */
final class Outcomes {

    /** How many steps are taken; more ways than that are too many to go. */
    private static final int STEPS = 50_000;

    private final List<Outcome> found = new ArrayList<>();
    private int steps;

    private Outcomes() {}

    /**
     * One of the ways.
     *
     * @param alerts those that go it
     * @param ends the routes they end at, in the order of the file
     */
    record Outcome(Possible alerts, List<Node> ends) {

        List<Route> routes() {
            return ends.stream().map(Node::route).toList();
        }

        /** Whether the route that has the last word says in the file that nobody is told. */
        boolean saysNobody() {
            return ends.get(ends.size() - 1).written().saysNobody();
        }
    }

    /** All ways, or none when there are too many. */
    static Optional<List<Outcome>> of(Node root, Possible alerts) {
        Outcomes outcomes = new Outcomes();
        outcomes.at(root, alerts, List.of(), (some, ends) -> outcomes.found.add(new Outcome(some, ends)));
        return outcomes.steps > STEPS ? Optional.empty() : Optional.of(outcomes.found);
    }

    private void at(Node node, Possible alerts, List<Node> ends, BiConsumer<Possible, List<Node>> then) {
        children(node, 0, alerts, new Ways(ends, false), then);
    }

    /**
     * How far a way has come.
     *
     * @param ends where it has ended so far
     * @param matched whether a route of this level matched
     */
    private record Ways(List<Node> ends, boolean matched) {

        List<Node> and(Node end) {
            List<Node> more = new ArrayList<>(ends);
            more.add(end);
            return more;
        }
    }

    private void children(Node node, int place, Possible alerts, Ways way, BiConsumer<Possible, List<Node>> then) {
        if (++steps > STEPS) return;
        if (place == node.children().size()) {
            then.accept(alerts, way.matched() ? way.ends() : way.and(node));
            return;
        }
        Node child = node.children().get(place);
        Optional<Possible> matching = Optional.of(alerts);
        for (Matcher matcher : child.written().matchers()) {
            matching.flatMap(some -> some.where(matcher, false))
                    .ifPresent(others -> children(node, place + 1, others, way, then));
            matching = matching.flatMap(some -> some.where(matcher, true));
        }
        matching.ifPresent(some -> at(child, some, way.ends(), (left, ends) -> {
            if (child.written().goesOn()) children(node, place + 1, left, new Ways(ends, true), then);
            else then.accept(left, ends);
        }));
    }
}
