package dev.vigia.processors.oncall;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is on call when, as the final schedule has it: the last layer that has somebody, and over it each override in turn.
 * Immutable.
 */
public final class Schedule {

    private final String name;
    private final ZoneId zone;
    private final List<Layer> layers;
    private final List<Cover> covers;

    /**
     * A schedule that is complete.
     *
     * @param layers a later one wins
     * @param covers its overrides; a later one wins
     */
    Schedule(String name, ZoneId zone, List<Layer> layers, List<Cover> covers) {
        this.name = name;
        this.zone = zone;
        this.layers = List.copyOf(layers);
        this.covers = List.copyOf(covers);
    }

    /** Unique among the schedules. */
    public String name() {
        return name;
    }

    /** In which handoffs keep their time of day. */
    public ZoneId zone() {
        return zone;
    }

    /** The same schedule, with those of these overrides that are its own over those it has. */
    Schedule with(List<Cover> more) {
        List<Cover> own =
                more.stream().filter(cover -> cover.schedule().equals(name)).toList();
        if (own.isEmpty()) return this;
        return new Schedule(
                name, zone, layers, Stream.concat(covers.stream(), own.stream()).toList());
    }

    /** Everybody who can be on call by a layer or an override, each once. */
    List<String> people() {
        return Stream.concat(
                        layers.stream().flatMap(layer -> layer.users().stream()),
                        covers.stream().map(Cover::person))
                .distinct()
                .toList();
    }

    /** When the first of its rotations begins. */
    Instant begins() {
        return layers.stream()
                .map(layer -> layer.rotation().handoff(0))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Name of the person on call at a time; empty when nobody is. */
    public Optional<String> onCall(Instant at) {
        Optional<String> person = Optional.empty();
        for (int i = layers.size() - 1; i >= 0 && person.isEmpty(); i--)
            person = layers.get(i).onCall(at);
        for (Cover cover : covers) person = cover.over(person, at);
        return person;
    }

    /** The shifts within a time, in order and without holes: where nobody is on call is a shift without a person. */
    public List<Shift> shifts(Instant from, Instant to) {
        List<Shift> shifts = new ArrayList<>();
        Instant[] bounds = new Instant[layers.size()];
        Arrays.fill(bounds, from);
        for (Instant at = from; at.isBefore(to); ) {
            Instant end = earlier(to, nextBound(at, bounds));
            add(new Shift(onCall(at), at, end), shifts);
            at = end;
        }
        return shifts;
    }

    private static void add(Shift shift, List<Shift> shifts) {
        int last = shifts.size() - 1;
        if (last >= 0 && shifts.get(last).person().equals(shift.person())) {
            shifts.set(last, new Shift(shift.person(), shifts.get(last).from(), shift.to()));
        } else {
            shifts.add(shift);
        }
    }

    /** @param bounds the next one of each layer, as far as it was looked for */
    private Instant nextBound(Instant at, Instant[] bounds) {
        Instant next = Instant.MAX;
        for (int i = 0; i < bounds.length; i++) {
            if (!bounds[i].isAfter(at)) bounds[i] = layers.get(i).nextBound(at);
            next = earlier(next, bounds[i]);
        }
        for (Cover cover : covers) {
            if (cover.from().isAfter(at)) next = earlier(next, cover.from());
            if (cover.to().isAfter(at)) next = earlier(next, cover.to());
        }
        return next;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
