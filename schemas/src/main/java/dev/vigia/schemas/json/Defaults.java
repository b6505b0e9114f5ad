package dev.vigia.schemas.json;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a record is taken to say where it says nothing.
 *
 * @param timestamp when it happened: microseconds since 1970-01-01 UTC
 * @param service which application it is about
 */
public record Defaults(long timestamp, String service) {

    /** The service of a record that names none. */
    public static final String UNKNOWN_SERVICE = "unknown";

    /** It happened at a given time, in an unknown application. */
    public static Defaults at(Instant time) {
        return new Defaults(ChronoUnit.MICROS.between(Instant.EPOCH, time), UNKNOWN_SERVICE);
    }
}
