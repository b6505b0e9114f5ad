package dev.vigia.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.vigia.schemas.avro.OnCallOverride;
import java.util.List;

/** Who is on call, by {@code on-call.yaml}. What reads schedules is no part of the console. */
public interface Rota {

    /** Names of the schedules, in the order of the file. */
    List<String> schedules();

    /** Names of the people, in the order of the file. */
    List<String> people();

    /**
     * The shifts of every schedule within a time: JSON objects with {@code name}, {@code zone} and {@code shifts}, each of which has
     * {@code person} (null while nobody is on call), {@code from} and {@code to}, milliseconds since 1970-01-01 UTC.
     *
     * @param live overrides beside those of the file; a later one wins
     * @param from milliseconds since 1970-01-01 UTC, inclusive
     * @param to exclusive
     */
    ArrayNode shifts(List<OnCallOverride> live, long from, long to);
}
