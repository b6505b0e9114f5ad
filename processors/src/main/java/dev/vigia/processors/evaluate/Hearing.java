package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;

/**
 * Time as far as somebody listened for alerts from outside. While nobody does, it stands still: who could not be heard has not
 * fallen silent.
 */
final class Hearing {

    private static final int LAYOUT = 1;
    private static final byte[] KEY = Key.of('h').bytes();
    /** Who listens says so every two seconds; a pause is what goes beyond this: milliseconds. */
    private static final long LONGEST_STEP = 5_000;

    private final OrderedStore store;
    private long until;
    private long lost;

    Hearing(OrderedStore store) {
        this.store = store;
        store.get(KEY).map(value -> new Decoder(value, LAYOUT)).ifPresent(in -> {
            until = in.number();
            lost = in.number();
        });
    }

    /** Somebody listened at a time of the clock, in milliseconds since 1970-01-01 UTC. One that is not later changes nothing. */
    void heard(long at) {
        if (at <= until) return;
        if (until > 0) lost += Math.max(0, at - until - LONGEST_STEP);
        until = at;
        store.put(KEY, new Encoder(LAYOUT).number(until).number(lost).toBytes());
    }

    /** The clock when somebody listened last: milliseconds since 1970-01-01 UTC. */
    long until() {
        return until;
    }

    /** A time of the clock, as it is counted here: without the pauses so far. */
    long withoutPauses(long time) {
        return time - lost;
    }

    /** The time of the clock for one that is counted here. */
    long withPauses(long time) {
        return time + lost;
    }
}
