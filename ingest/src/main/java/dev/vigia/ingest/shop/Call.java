package dev.vigia.ingest.shop;

import java.util.List;

/**
 * A request to a route, and those it makes in turn.
 *
 * @param inner made one after the other before the answer is given
 */
record Call(Route route, List<Call> inner) {

    static Call to(Route route, Call... inner) {
        return new Call(route, List.of(inner));
    }

    /** How many requests it is in all. */
    int size() {
        return 1 + inner.stream().mapToInt(Call::size).sum();
    }
}
