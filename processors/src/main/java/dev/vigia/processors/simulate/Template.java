package dev.vigia.processors.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * The records of one step. They are the same but for their time, for <code>{n}</code>, which stands for their number from 0
 * on, and for ramps, numbers that go from one value to another.
 */
final class Template {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER = "{n}";

    private final Kind kind;
    private final ObjectNode json;
    private final List<Ramp> ramps;
    private final long count;
    /** The record, where all are the same. */
    private final Optional<SpecificRecord> constant;

    /** A number of a record that grows or falls evenly from the first record to the last. */
    record Ramp(String field, double from, double to) {

        double at(long number, long count) {
            return count == 1 ? from : from + (to - from) * number / (count - 1);
        }
    }

    /**
     * The records of a step.
     *
     * @param count how many there will be
     * @throws InvalidRecord when they cannot be read
     */
    Template(Kind kind, ObjectNode json, List<Ramp> ramps, long count) throws InvalidRecord {
        this.kind = kind;
        this.json = json;
        this.ramps = List.copyOf(ramps);
        this.count = count;
        SpecificRecord first = parse(0);
        boolean varies = !ramps.isEmpty() || json.toString().contains(NUMBER);
        this.constant = varies ? Optional.empty() : Optional.of(first);
    }

    /**
     * The next record.
     *
     * @param number from 0 to below the count
     * @param millis event time of a record that says none: milliseconds since 1970-01-01 UTC
     */
    SpecificRecord record(long number, long millis) {
        SpecificRecord record = constant.orElseGet(() -> parsed(number));
        boolean hasTime = kind.timestamp(record) != 0;
        return hasTime ? record : kind.at(record, millis * 1_000);
    }

    private SpecificRecord parsed(long number) {
        try {
            return parse(number);
        } catch (InvalidRecord e) {
            throw new IllegalStateException("the first record of the step can be read, but not number " + number, e);
        }
    }

    private SpecificRecord parse(long number) throws InvalidRecord {
        ObjectNode one = numbered(number);
        for (Ramp ramp : ramps) one.put(ramp.field(), ramp.at(number, count));
        return kind.parse(one, Defaults.at(Instant.EPOCH));
    }

    private ObjectNode numbered(long number) {
        String text = json.toString();
        if (!text.contains(NUMBER)) return json.deepCopy();
        try {
            JsonNode read = JSON.readTree(text.replace(NUMBER, Long.toString(number)));
            return (ObjectNode) read;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("digits for a placeholder leave JSON what it is", e);
        }
    }
}
