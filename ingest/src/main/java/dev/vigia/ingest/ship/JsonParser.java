package dev.vigia.ingest.ship;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.LogJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** NDJSON: each line an object in Vigia's native form, which goes on as it is. */
final class JsonParser implements LineParser {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What the gateway reads as the time of a record. */
    static final List<String> TIME_NAMES = List.of("timestamp", "@timestamp", "time", "ts");

    @Override
    public Parsed parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (!(node instanceof ObjectNode json)) return Parsed.unparsed(text, "JSON, but not an object");
            return new Parsed(json, time(json), true);
        } catch (JsonProcessingException e) {
            return Parsed.unparsed(text, "invalid JSON: " + e.getOriginalMessage());
        }
    }

    /** As the gateway reads it. What it cannot read it will refuse, and say why. */
    private static Optional<Instant> time(ObjectNode json) {
        if (TIME_NAMES.stream().noneMatch(json::hasNonNull)) return Optional.empty();
        try {
            long micros = LogJson.parse(json).getTimestamp();
            return Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        } catch (InvalidRecord e) {
            return Optional.empty();
        }
    }
}
