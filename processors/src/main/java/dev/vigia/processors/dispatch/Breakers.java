package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves receivers in peace that fail: after {@value #FAILURES} failed attempts in a row there is one try a minute, until one is
 * successful.
 */
final class Breakers {

    static final int FAILURES = 5;
    /** Between two tries: milliseconds. */
    static final long PAUSE = 60_000;

    private static final int LAYOUT = 1;
    private static final char BREAKER = 'R';

    private final OrderedStore store;

    Breakers(OrderedStore store) {
        this.store = store;
    }

    private record Breaker(int failures, long tryAt) {

        static final Breaker CLOSED = new Breaker(0, 0);

        boolean isOpen() {
            return failures >= FAILURES;
        }
    }

    /** Whether there may be an attempt now; where the receiver is not well, that is the one try, and there is no other for a while. */
    boolean mayTry(String receiver, long now) {
        Breaker breaker = find(receiver);
        if (!breaker.isOpen()) return true;
        if (now < breaker.tryAt()) return false;
        put(receiver, new Breaker(breaker.failures(), now + PAUSE));
        return true;
    }

    /** Whether there may be no attempt at present. */
    boolean isShut(String receiver, long now) {
        Breaker breaker = find(receiver);
        return breaker.isOpen() && now < breaker.tryAt();
    }

    /** When the next try may be, milliseconds since 1970-01-01 UTC. */
    long tryAt(String receiver) {
        return find(receiver).tryAt();
    }

    /** Receivers that are not well and may be tried. */
    List<String> toTry(long now) {
        List<String> receivers = new ArrayList<>();
        Key all = Key.of(BREAKER);
        store.scan(all.bytes(), all.end(), (key, value) -> {
            Breaker breaker = decode(value);
            if (breaker.isOpen() && now >= breaker.tryAt()) receivers.add(Key.textAt(key, 1));
            return true;
        });
        return receivers;
    }

    void failed(String receiver, long now) {
        put(receiver, new Breaker(find(receiver).failures() + 1, now + PAUSE));
    }

    /** Notes a success. */
    void delivered(String receiver) {
        store.delete(key(receiver));
    }

    /** Whether the last attempt failed. */
    boolean fails(String receiver) {
        return find(receiver).failures() > 0;
    }

    private Breaker find(String receiver) {
        return store.get(key(receiver)).map(Breakers::decode).orElse(Breaker.CLOSED);
    }

    private void put(String receiver, Breaker breaker) {
        store.put(
                key(receiver),
                new Encoder(LAYOUT)
                        .number(breaker.failures())
                        .number(breaker.tryAt())
                        .toBytes());
    }

    private static Breaker decode(byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        return new Breaker(in.integer(), in.number());
    }

    private static byte[] key(String receiver) {
        return Key.of(BREAKER).text(receiver).bytes();
    }
}
