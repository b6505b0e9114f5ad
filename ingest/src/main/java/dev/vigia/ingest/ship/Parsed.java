package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What a parser made of a line: a log in Vigia's native JSON, without id.
 *
 * @param time when it happened, empty when the line does not say; {@code json} has it as {@code timestamp}, too
 * @param understood false when the line is not in the format; all of it is the message then
 */
record Parsed(ObjectNode json, Optional<Instant> time, boolean understood) {

    static Parsed at(Instant time, ObjectNode json) {
        json.put("timestamp", time.toString());
        return new Parsed(json, Optional.of(time), true);
    }

    static Parsed timeless(ObjectNode json) {
        return new Parsed(json, Optional.empty(), true);
    }

    /** Keeps a line that is not in the format, and says why in the attribute {@code vigia.parse_error}. */
    static Parsed unparsed(String line, String why) {
        ObjectNode json = object().put("message", line);
        json.putObject("attributes").put("vigia.parse_error", why);
        return new Parsed(json, Optional.empty(), false);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
