package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes a parsed line of one file into what is sent: with id, service, and time. Not thread-safe. */
final class Composer {

    private final String run;
    private final ShipOptions options;
    private final Duration shift;
    private Optional<Instant> latest = Optional.empty();

    /**
     * @param run prefix of all ids
     * @param shift is added to all times
     */
    Composer(String run, ShipOptions options, Duration shift) {
        this.run = run;
        this.options = options;
        this.shift = shift;
    }

    ObjectNode compose(Line line, Parsed parsed) {
        ObjectNode json = parsed.json();
        // A record that brings its own id knows better what it is a copy of.
        boolean hasId = json.hasNonNull("id") && !json.path("id").equals(TextNode.valueOf(""));
        if (!hasId) json.put("id", line.id(run));
        setTime(json, parsed);
        setService(json, line);
        // Names that the native form does not know become attributes.
        boolean asItIs = options.format() == Format.JSON && parsed.understood();
        if (!asItIs) json.put("log.file.name", fileName(line));
        if (!line.utf8()) json.put("vigia.charset", "ISO-8859-1");
        return json;
    }

    /** A line without a time has that of the line before it; the first ones are left to the gateway. */
    private void setTime(ObjectNode json, Parsed parsed) {
        if (parsed.time().isPresent()) latest = parsed.time();
        if (latest.isEmpty() || (shift.isZero() && parsed.time().isPresent())) return;
        if (options.format() == Format.JSON) {
            if (parsed.understood() && parsed.time().isEmpty()) return;
            json.remove(JsonParser.TIME_NAMES);
        }
        json.put("timestamp", latest.get().plus(shift).toString());
    }

    private void setService(ObjectNode json, Line line) {
        boolean named = json.hasNonNull("service") || json.hasNonNull("service.name");
        switch (options.format()) {
            case COMBINED -> json.put("service", options.service().orElse("apache"));
            case SYSLOG ->
                json.put(
                        "service", options.service().orElse(json.path("service").asText("syslog")));
            case JSON -> {
                if (!named) options.service().ifPresent(it -> json.put("service", it));
            }
            case TEXT -> options.service().or(() -> stem(line)).ifPresent(it -> json.put("service", it));
        }
    }

    private static Optional<String> stem(Line line) {
        String name = fileName(line);
        int dot = name.indexOf('.');
        return Optional.of(dot > 0 ? name.substring(0, dot) : name).filter(it -> !it.equals("stdin"));
    }

    private static String fileName(Line line) {
        String name = line.origin().name();
        if (name.equals(ShipOptions.STANDARD_INPUT)) return "stdin";
        Path last = Path.of(name).getFileName();
        return last == null ? name : last.toString();
    }
}
