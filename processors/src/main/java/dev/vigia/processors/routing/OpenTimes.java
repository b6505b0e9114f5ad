package dev.vigia.processors.routing;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** When routes tell, in the 400 days from a time on. For one thread. */
final class OpenTimes {

    private final long now;
    private final Map<Set<Hours>, OptionalLong> closed = new HashMap<>();

    /** @param now milliseconds since 1970-01-01 UTC */
    OpenTimes(long now) {
        this.now = now;
    }

    /** Whether a route with these hours ever tells. */
    boolean everOpen(Hours hours) {
        return moments(Set.of(hours)).stream().anyMatch(hours::open);
    }

    /**
     * The first time at which none of some routes tells: milliseconds since 1970-01-01 UTC; empty when there is none.
     *
     * @param all hours of at least one route
     */
    OptionalLong closed(Collection<Hours> all) {
        if (all.stream().anyMatch(Hours::isAlways)) return OptionalLong.empty();
        return closed.computeIfAbsent(
                Set.copyOf(all),
                hours -> moments(hours).stream()
                        .filter(time -> hours.stream().noneMatch(one -> one.open(time)))
                        .mapToLong(Long::longValue)
                        .findFirst());
    }

    /** Between two of them nothing changes. */
    private NavigableSet<Long> moments(Set<Hours> all) {
        NavigableSet<Long> moments = all.stream()
                .flatMap(hours -> Stream.concat(hours.active().stream(), hours.mute().stream()))
                .flatMap(interval -> interval.times().bounds(now).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        moments.add(now);
        return moments.tailSet(now, true);
    }
}
