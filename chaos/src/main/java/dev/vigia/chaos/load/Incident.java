package dev.vigia.chaos.load;

/**
 * A time in which a service is in trouble.
 *
 * @param from event time: milliseconds since 1970-01-01 UTC
 * @param to exclusive
 * @param slow whether its requests are slow; else most of them fail
 */
public record Incident(String service, long from, long to, boolean slow) {

    boolean holds(String name, long millis) {
        return service.equals(name) && millis >= from && millis < to;
    }
}
