package dev.vigia.processors.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.schemas.MetricKey;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.LogJson;
import dev.vigia.schemas.json.MetricJson;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * What distinguishes one sort of telemetry from another here.
 *
 * @param name {@code logs} or {@code metrics}
 * @param type the canonical record
 * @param json reads its JSON form
 * @param id the producer's id of a record
 * @param timestamp when it happened, in microseconds since 1970-01-01 UTC
 * @param key what the canonical topic has as its key
 */
record Kind<T>(
        String name,
        Class<T> type,
        JsonForm<T> json,
        Function<T, Optional<String>> id,
        ToLongFunction<T> timestamp,
        Function<T, Optional<byte[]>> key) {

    interface JsonForm<T> {
        T parse(JsonNode node, Defaults defaults) throws InvalidRecord;
    }

    static final Kind<Log> LOGS = new Kind<>(
            "logs",
            Log.class,
            LogJson::parse,
            log -> Optional.ofNullable(log.getId()),
            Log::getTimestamp,
            log -> Optional.empty());

    static final Kind<Metric> METRICS = new Kind<>(
            "metrics",
            Metric.class,
            MetricJson::parse,
            metric -> Optional.ofNullable(metric.getId()),
            Metric::getTimestamp,
            MetricKey::of);
}
