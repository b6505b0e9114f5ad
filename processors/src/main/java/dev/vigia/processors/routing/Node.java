package dev.vigia.processors.routing;

import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.silences.Matchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A place in the tree of routes. Immutable. */
final class Node {

    private final Route route;
    private final Written written;
    private final Matchers compiled;
    private final List<Node> children;

    /**
     * What stands at a place in the file, beside the route that comes of it.
     *
     * @param line where it begins, from 1
     * @param matchers its own
     * @param goesOn whether the routes after it are asked as well ({@code continue})
     * @param saysNobody whether it says that it has no receivers, or a route around it does and it says nothing
     */
    record Written(int line, List<Matcher> matchers, boolean goesOn, boolean saysNobody) {

        Written {
            matchers = List.copyOf(matchers);
        }
    }

    /** @throws IllegalArgumentException naming the matcher that is wrong */
    Node(Route route, Written written, List<Node> children) {
        this.route = route;
        this.written = written;
        this.compiled = Matchers.of(written.matchers());
        this.children = List.copyOf(children);
    }

    Route route() {
        return route;
    }

    Written written() {
        return written;
    }

    List<Node> children() {
        return children;
    }

    boolean matches(Map<String, String> labels) {
        return compiled.match(labels);
    }

    /** The routes at which an alert that matches here ends: those in it that match, or else itself. */
    List<Node> ends(Map<String, String> labels) {
        List<Node> ends = new ArrayList<>();
        for (Node child : children) {
            if (!child.matches(labels)) continue;
            ends.addAll(child.ends(labels));
            if (!child.written.goesOn()) break;
        }
        return ends.isEmpty() ? List.of(this) : ends;
    }

    /** It and all in it, in the order of the file. */
    void forEach(Consumer<Node> visitor) {
        visitor.accept(this);
        children.forEach(child -> child.forEach(visitor));
    }

    /** The same tree of other routes. */
    Node map(UnaryOperator<Route> change) {
        return new Node(
                change.apply(route),
                written,
                children.stream().map(child -> child.map(change)).toList());
    }
}
