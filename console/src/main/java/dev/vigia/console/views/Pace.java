package dev.vigia.console.views;

import java.util.function.LongSupplier;

/** So and so many records a second. For one thread. */
final class Pace {

    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final LongSupplier nanos;
    private long second = Long.MIN_VALUE;
    private int left;

    /** @param perSecond 0 for no bound */
    Pace(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** Whether this second's share has been taken. */
    boolean spent() {
        return perSecond > 0 && left <= 0 && second == now();
    }

    /** Begins a new second's share if a new second has begun. */
    boolean renewed() {
        if (perSecond == 0 || second == now()) return false;
        second = now();
        left = perSecond;
        return true;
    }

    void took(int records) {
        left -= records;
    }

    private long now() {
        return Math.floorDiv(nanos.getAsLong(), SECOND);
    }
}
