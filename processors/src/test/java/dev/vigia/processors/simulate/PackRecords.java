package dev.vigia.processors.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.json.InvalidRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * What an application of a pack sends.
 *
 * @param pack its {@code service.namespace}
 * @param others fields whose values are others than usual: paths as in {@code group_by}
 */
record PackRecords(String pack, List<String> others) {

    static final long SECOND = 1_000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Step> steps(Optional<?>... steps) {
        List<Step> all = new ArrayList<>();
        for (Optional<?> step : steps) step.ifPresent(one -> all.add((Step) one));
        return all;
    }

    /** So many at once. */
    Optional<Step> times(long count, Kind kind, String json) {
        return step(1, count, kind, json, List.of());
    }

    Optional<Step> every(long every, long length, Kind kind, String json) {
        return step(every, length / every, kind, json, List.of());
    }

    /** A metric each 10 s, from a value to another. */
    Optional<Step> ramp(long length, String name, double from, double to) {
        return step(
                10 * SECOND,
                length / (10 * SECOND) + 1,
                Kind.METRIC,
                metric(name),
                List.of(new Template.Ramp("value", from, to)));
    }

    /** A metric each minute, whose value depends on the hours since the first. */
    List<Step> course(long length, String name, DoubleUnaryOperator value) {
        List<Step> steps = new ArrayList<>();
        for (long at = 0; at <= length; at += MINUTE) {
            double now = value.applyAsDouble((double) at / HOUR);
            after(at, ramp(0, name, now, now)).ifPresent(steps::add);
        }
        return steps;
    }

    private static String metric(String name) {
        return "{\"name\": \"%s\", \"attributes\": {\"queue\": \"q\"}}".formatted(name);
    }

    static Optional<Step> after(long millis, Optional<Step> step) {
        return step.map(one -> new Step(one.at() + millis, one.every(), one.count(), one.action()));
    }

    private Optional<Step> step(long every, long count, Kind kind, String json, List<Template.Ramp> ramps) {
        if (count == 0) return Optional.empty();
        try {
            ObjectNode record = (ObjectNode) JSON.readTree(json);
            record.put("service", "web");
            record.withObject("/resource").put("service.namespace", pack).put("host.name", "web-1");
            others.forEach(path -> alter(record, path));
            Template template = new Template(kind, record, ramps, count);
            return Optional.of(new Step(
                    PackRow.START,
                    every,
                    count,
                    (simulator, at, number) -> assertThat(simulator.push(template.record(number, at)))
                            .isEmpty()));
        } catch (IOException | InvalidRecord e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static void alter(ObjectNode record, String path) {
        int dot = path.indexOf('.');
        ObjectNode in = dot < 0 ? record : record.withObject("/" + path.substring(0, dot));
        String field = path.substring(dot + 1);
        in.put(field, in.path(field).asText() + "2");
    }
}
