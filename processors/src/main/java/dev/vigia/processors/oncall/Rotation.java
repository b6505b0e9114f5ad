package dev.vigia.processors.oncall;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;

/**
 * Turns of equal length by the clock on the wall: a handoff at 09:00 stays at 09:00 when the clocks change, and the turn over the
 * change is an hour shorter or longer. A handoff at a time that the clocks leave out comes when they jump over it; one at a time
 * that they show twice, the first time. Immutable.
 *
 * @param start the first handoff, in {@code zone}
 * @param hours length of a turn, at least 1
 */
record Rotation(LocalDateTime start, long hours, ZoneId zone) {

    /** Number of the turn at a time, from 0; empty before the first handoff. */
    OptionalLong turn(Instant at) {
        if (at.isBefore(handoff(0))) return OptionalLong.empty();
        long turn = Math.max(0, ChronoUnit.HOURS.between(start, LocalDateTime.ofInstant(at, zone)) / hours);
        // A clock that was set back shows a time before handoffs that have been, and one that jumps leaves some out.
        while (handoff(turn).isAfter(at)) turn--;
        while (!handoff(turn + 1).isAfter(at)) turn++;
        return OptionalLong.of(turn);
    }

    /** When a turn begins. */
    Instant handoff(long turn) {
        LocalDateTime local = start.plusHours(turn * hours);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        return offsets.isEmpty() ? zone.getRules().getTransition(local).getInstant() : local.toInstant(offsets.get(0));
    }

    /** The first handoff after a time. */
    Instant nextHandoff(Instant at) {
        OptionalLong turn = turn(at);
        return turn.isEmpty() ? handoff(0) : handoff(turn.getAsLong() + 1);
    }
}
