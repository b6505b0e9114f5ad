package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.OrderedStore;
import java.util.Map;

/** All that the fold remembers. Everything is in one store; the first byte of a key says which table it belongs to. */
record State(
        Cardinality cardinality,
        Heads heads,
        Buckets buckets,
        Terms terms,
        DataTime dataTime,
        Skew skew,
        Holds holds,
        RuleBook rules,
        Learning learning,
        Pieces pieces) {

    /** The state in a store; what is there from before is taken up. */
    static State in(OrderedStore store, Map<String, Source> topics) {
        DataTime dataTime = new DataTime(store, topics);
        Cardinality cardinality = new Cardinality(store);
        return new State(
                cardinality,
                new Heads(store, cardinality),
                new Buckets(store),
                new Terms(store, cardinality),
                dataTime,
                new Skew(store, dataTime),
                new Holds(store),
                new RuleBook(store),
                new Learning(store, dataTime),
                new Pieces(store));
    }
}
