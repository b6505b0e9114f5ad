package dev.vigia.processors.oncall;

import dev.vigia.processors.maintenance.TimeIntervalReader;
import dev.vigia.processors.rules.YamlMap;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.TimeInterval;
import dev.vigia.schemas.silences.RecurringTimes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one schedule, and the overrides of it. */
final class ScheduleReader {

    private static final Duration LONGEST_TURN = Duration.ofDays(366);
    private static final Duration LOOKED_AT = Duration.ofDays(366);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private enum Gaps {
        ALLOWED
    }

    private final YamlMap map;
    private final Set<String> people;
    private final String name;
    private final ZoneId zone;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Cover> covers = new ArrayList<>();
    private final boolean mayHaveGaps;

    /** @throws UserException naming file, line and field of the first thing that is wrong */
    ScheduleReader(YamlMap map, Set<String> people) {
        this.map = map;
        this.people = people;
        this.name = map.requiredText("name");
        this.zone = map.zone("zone");
        map.maps("layers").forEach(layer -> layers.add(layer(layer)));
        if (layers.isEmpty()) throw map.error("layers", "has none; at least one is needed");
        this.mayHaveGaps = map.word("gaps", Gaps.class).isPresent();
        map.requireAllRead();
    }

    /** Reads an override of the schedule. */
    void cover(YamlMap override) {
        String person = override.requiredText("person");
        OnCallFile.requireKnown(override, "person", person, people);
        Optional<String> covers = override.text("covers");
        covers.ifPresent(covered -> OnCallFile.requireKnown(override, "covers", covered, people));
        Instant from = time(override, "from").atZone(zone).toInstant();
        Instant to = time(override, "to").atZone(zone).toInstant();
        if (!from.isBefore(to)) throw override.error("to", "is not after from");
        override.text("comment");
        override.requireAllRead();
        this.covers.add(new Cover(name, person, covers, from, to));
    }

    /**
     * The schedule with all overrides that were read.
     *
     * @throws UserException when nobody is on call at times, and that is not allowed
     */
    Schedule read(Instant now) {
        Schedule schedule = new Schedule(name, zone, layers, covers);
        if (!mayHaveGaps) requireSomebody(schedule, now);
        return schedule;
    }

    /** That nobody is on call yet, as the first rotation is still to begin; that may be meant, and is no error. */
    Optional<String> warning(Schedule schedule, Instant now) {
        Instant begins = schedule.begins();
        if (mayHaveGaps || !now.isBefore(begins)) return Optional.empty();
        return schedule.shifts(now, begins).stream()
                .filter(shift -> shift.person().isEmpty())
                .findFirst()
                .map(gap -> map.error(
                                "layers",
                                "nobody is on call until " + local(gap.to()) + " (" + zone
                                        + "): the first rotation_start is " + local(begins))
                        .getMessage());
    }

    private void requireSomebody(Schedule schedule, Instant now) {
        Instant begins = schedule.begins();
        Instant from = now.isBefore(begins) ? begins : now;
        List<Shift> gaps = schedule.shifts(from, from.plus(LOOKED_AT)).stream()
                .filter(shift -> shift.person().isEmpty())
                .toList();
        if (gaps.isEmpty()) return;
        Shift first = gaps.get(0);
        throw map.error(
                "layers",
                "nobody is on call from " + local(first.from()) + " to " + local(first.to()) + " (" + zone + ")"
                        + (gaps.size() > 1 ? ", and " + (gaps.size() - 1) + " more times within a year" : "")
                        + "; add a layer that fills it, or write gaps: allowed");
    }

    private String local(Instant time) {
        return TIME.format(LocalDateTime.ofInstant(time, zone));
    }

    private Layer layer(YamlMap layer) {
        List<String> users = layer.texts("users");
        if (users.isEmpty()) throw layer.error("users", "has nobody; name at least one person");
        users.forEach(user -> OnCallFile.requireKnown(layer, "users", user, people));
        Rotation rotation =
                new Rotation(time(layer, "rotation_start"), handoff(layer).toHours(), zone);
        List<TimeInterval> restrictions = new ArrayList<>();
        if (layer.has("restrictions")) {
            for (YamlMap one : layer.maps("restrictions"))
                restrictions.add(new TimeIntervalReader(one, zone.getId()).read());
        }
        layer.requireAllRead();
        return new Layer(
                users,
                rotation,
                restrictions.isEmpty() ? Optional.empty() : Optional.of(RecurringTimes.of(restrictions)));
    }

    private static Duration handoff(YamlMap layer) {
        String written = layer.requiredText("handoff");
        Duration handoff = layer.duration("handoff", Duration.ZERO);
        boolean whole = handoff.toMillis() % Duration.ofHours(1).toMillis() == 0;
        if (whole && !handoff.isZero() && handoff.compareTo(LONGEST_TURN) <= 0) return handoff;
        throw layer.error(
                "handoff",
                "'" + written + "' is not whole hours, days or weeks up to " + Durations.format(LONGEST_TURN)
                        + "; write for instance 12h, 1d or 1w");
    }

    /** A time on the clock of the schedule's zone. */
    private LocalDateTime time(YamlMap within, String field) {
        String text = within.requiredText(field);
        LocalDateTime time;
        try {
            time = LocalDateTime.parse(text.replace(' ', 'T'));
        } catch (DateTimeException e) {
            throw within.error(field, "'" + text + "' is not a time like 2026-01-05T09:00, by the clock in " + zone);
        }
        if (!zone.getRules().getValidOffsets(time).isEmpty()) return time;
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        throw within.error(
                field,
                "'" + text + "' does not exist in " + zone + ": the clocks go from "
                        + TIME.format(change.getDateTimeBefore()) + " straight to "
                        + TIME.format(change.getDateTimeAfter())
                        + "; write that, or another time");
    }
}
