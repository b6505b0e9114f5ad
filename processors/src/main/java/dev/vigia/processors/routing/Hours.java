package dev.vigia.processors.routing;

import dev.vigia.schemas.silences.RecurringTimes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When a route tells.
 *
 * @param active it tells only while one of them holds; none: always
 * @param mute it does not tell while one of them holds
 */
public record Hours(List<Interval> active, List<Interval> mute) {

    /** How many changes of single intervals {@link #nextChange} looks at. */
    private static final int CHANGES = 200;

    static final Hours ALWAYS = new Hours(List.of(), List.of());

    /** Times that come back, and what the file calls them. */
    public record Interval(String name, RecurringTimes times) {}

    public Hours {
        active = List.copyOf(active);
        mute = List.copyOf(mute);
    }

    /** Whether it tells at all times. */
    public boolean isAlways() {
        return active.isEmpty() && mute.isEmpty();
    }

    /** @param time milliseconds since 1970-01-01 UTC */
    public boolean open(long time) {
        return closedBy(time).isEmpty();
    }

    /**
     * Why it does not tell: the first of {@code mute} that holds, or else all of {@code active}, comma-separated.
     *
     * @param time milliseconds since 1970-01-01 UTC
     * @return empty while it tells
     */
    public Optional<String> closedBy(long time) {
        Optional<String> muted = mute.stream()
                .filter(interval -> interval.times().hold(time))
                .map(Interval::name)
                .findFirst();
        if (muted.isPresent() || active.isEmpty()) return muted;
        if (active.stream().anyMatch(interval -> interval.times().hold(time))) return Optional.empty();
        return Optional.of(active.stream().map(Interval::name).collect(Collectors.joining(", ")));
    }

    /**
     * When it begins to tell, or does no more, after a time.
     *
     * @param time milliseconds since 1970-01-01 UTC, as is the answer; empty when that is not to be seen, a year away for
     *     instance
     */
    public OptionalLong nextChange(long time) {
        boolean now = open(time);
        OptionalLong at = nextOfAny(time);
        for (int i = 0; i < CHANGES && at.isPresent(); i++) {
            if (open(at.getAsLong()) != now) return at;
            at = nextOfAny(at.getAsLong());
        }
        return OptionalLong.empty();
    }

    private OptionalLong nextOfAny(long time) {
        return Stream.concat(active.stream(), mute.stream())
                .flatMapToLong(interval -> interval.times().nextChange(time).stream())
                .min();
    }
}
