package dev.vigia.processors.oncall;

import dev.vigia.schemas.avro.OnCallOverride;
import java.time.Instant;
import java.util.Optional;

/**
 * An override: somebody else is on call for a while. Immutable.
 *
 * @param schedule its name
 * @param person who is on call instead
 * @param covers only while this person would be; empty stands for whoever would be, or nobody
 * @param from inclusive
 * @param to exclusive
 */
public record Cover(String schedule, String person, Optional<String> covers, Instant from, Instant to) {

    /** One that was made live. */
    public static Cover of(OnCallOverride override) {
        return new Cover(
                override.getSchedule(),
                override.getPerson(),
                Optional.ofNullable(override.getCovers()),
                Instant.ofEpochMilli(override.getStartsAt()),
                Instant.ofEpochMilli(override.getEndsAt()));
    }

    /** Who is on call where somebody else would be. */
    Optional<String> over(Optional<String> other, Instant at) {
        boolean holds = !at.isBefore(from) && at.isBefore(to);
        return holds && (covers.isEmpty() || covers.equals(other)) ? Optional.of(person) : other;
    }
}
