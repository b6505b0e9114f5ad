package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far ahead of the slowest partition windows are looked at. While it is more than {@link #ALLOWANCE} behind the fastest one
 * of its clock and catches up, what lies further ahead waits: a pause in an incident cannot be told there from records that
 * were not read yet. A partition that does not catch up holds up the others for {@link #PATIENCE} only.
 *
 * <p>Time passes by ticks. Patience begins with a frame that takes others further and leaves the slowest where it is: after a
 * standstill of all of them nobody has waited yet, however long it was.
 */
final class Skew {

    /** How far partitions may be apart in event time before anything waits: milliseconds. */
    static final long ALLOWANCE = 60_000;

    /** How long the slowest partition may fail to catch up: milliseconds. */
    static final long PATIENCE = 60_000;

    /** How long ago a window may have ended whose records come in as they are written: milliseconds. */
    static final long LIVE = 30_000;

    /** By how much data time has to get nearer to the present within that time: milliseconds. */
    static final long PROGRESS = 10_000;

    private static final int LAYOUT = 1;
    private static final byte[] KEY = Key.of('S').bytes();

    private final OrderedStore store;
    private final DataTime dataTime;
    private final Map<Clock, Wait> waits = new EnumMap<>(Clock.class);
    /** Up to where the clocks whose windows wait have been read: worked out once a signal, and asked for each group. */
    private final Map<Clock, Long> apart = new EnumMap<>(Clock.class);

    /**
     * Somebody is behind.
     *
     * @param lag from data time to the present, when it was last seen to shrink
     * @param since the tick of then
     * @param over whether nobody waits any more, until it has caught up
     */
    private record Wait(long lag, long since, boolean over) {

        /** The next tick is the first one. */
        static final Wait BEGUN = new Wait(Long.MAX_VALUE, Long.MIN_VALUE, false);

        Wait at(long now, long present) {
            if (over) return this;
            if (present <= lag - PROGRESS) return new Wait(present, now, false);
            return now - since < PATIENCE ? this : new Wait(lag, since, true);
        }
    }

    Skew(OrderedStore store, DataTime dataTime) {
        this.store = store;
        this.dataTime = dataTime;
        store.get(KEY).ifPresent(this::load);
        findApart();
    }

    /**
     * Up to which time a rule's windows are looked at before data time gets there; empty where none has to wait. A share of what
     * one partition has is none of all, and waits for all to be read while partitions are far apart. It does so, too, where the
     * first window ended {@link #LIVE} before its records came in: who catches up reads minutes of event time in a second, and
     * partitions that are read side by side are apart by some of that. The margin for late records is not waited for.
     *
     * @param first end of the first window that is asked about: milliseconds since 1970-01-01 UTC
     * @param seenAt when its records came in
     */
    OptionalLong limit(Clock clock, Rule rule, long first, long seenAt) {
        Long read = apart.get(clock);
        if (rule.onlyGrows()) return read == null ? OptionalLong.empty() : OptionalLong.of(read + ALLOWANCE);
        if (read != null) return OptionalLong.of(read);
        return first < seenAt - LIVE && !isOver(clock) ? dataTime.readTo(clock) : OptionalLong.empty();
    }

    /** Whether windows of a clock have to wait. */
    boolean holds(Clock clock) {
        return apart.containsKey(clock);
    }

    private void findApart() {
        apart.clear();
        dataTime.known().forEach((clock, now) -> {
            if (!isOver(clock) && isApart(clock, now))
                apart.put(clock, dataTime.readTo(clock).orElseThrow());
        });
    }

    private boolean isOver(Clock clock) {
        Wait wait = waits.get(clock);
        return wait != null && wait.over();
    }

    private boolean isApart(Clock clock, long now) {
        return dataTime.fastest(clock) > now + ALLOWANCE;
    }

    /**
     * Takes in where a frame has taken the watermarks.
     *
     * @param before data time of the clocks, of those where it was known
     * @param risen sources of partitions that the frame has taken further
     * @return the clocks whose partitions are together again
     */
    Set<Clock> see(Map<Clock, Long> before, Set<Source> risen) {
        Map<Clock, Wait> then = new EnumMap<>(waits);
        dataTime.known().forEach((clock, now) -> {
            boolean stands = now.equals(before.get(clock));
            boolean othersMove = stands && !Collections.disjoint(clock.sources(), risen);
            if (isApart(clock, now) || othersMove) waits.putIfAbsent(clock, Wait.BEGUN);
            else if (!stands) waits.remove(clock);
        });
        if (!waits.equals(then)) store();
        Set<Clock> together = EnumSet.noneOf(Clock.class);
        together.addAll(apart.keySet());
        findApart();
        together.removeAll(apart.keySet());
        return together;
    }

    /**
     * Lets time pass.
     *
     * @param at of a tick: milliseconds since 1970-01-01 UTC
     * @return the clocks whose windows wait no longer
     */
    Set<Clock> tick(long at) {
        Set<Clock> freed = EnumSet.noneOf(Clock.class);
        Map<Clock, Wait> then = new EnumMap<>(waits);
        waits.replaceAll((clock, wait) -> wait.at(at, at - dataTime.of(clock).orElseThrow()));
        if (waits.equals(then)) return freed;
        waits.forEach((clock, wait) -> {
            if (wait.over() && !wait.equals(then.get(clock))) freed.add(clock);
        });
        store();
        findApart();
        return freed;
    }

    private void store() {
        if (waits.isEmpty()) {
            store.delete(KEY);
            return;
        }
        Encoder out = new Encoder(LAYOUT).number(waits.size());
        waits.forEach((clock, wait) ->
                out.text(clock.name()).number(wait.lag()).number(wait.since()).flag(wait.over()));
        store.put(KEY, out.toBytes());
    }

    private void load(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        for (int i = in.integer(); i > 0; i--) {
            waits.put(Clock.valueOf(in.text()), new Wait(in.number(), in.number(), in.flag()));
        }
    }
}
