package dev.vigia.bench;

import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes as {@code aggregate} does: the same deserializer, and only the fields that are needed. For one thread. */
public final class RequestReader implements Deserializer<Request> {

    private static final Set<String> FIELDS =
            Set.of("timestamp", "service", "count", "http.route", "http.status", "http.duration");
    private static final double NANOS = 1e9;

    private final AvroDeserializer<Log> logs;

    public RequestReader(RegistryClient registry) {
        logs = new AvroDeserializer<>(registry, Log.class, FIELDS);
    }

    @Override
    public Request deserialize(String topic, byte[] bytes) {
        Log log = logs.deserialize(topic, bytes);
        if (log == null) throw new IllegalArgumentException("a record without a value");
        Http http = log.getHttp();
        Long duration = http == null ? null : http.getDuration();
        String route = http == null ? null : http.getRoute();
        if (http == null || duration == null || route == null) {
            throw new IllegalArgumentException("not a request: " + log);
        }
        return new Request(
                Request.series(log.getService(), route),
                http.getStatus(),
                duration / NANOS,
                log.getCount(),
                log.getTimestamp() / 1_000);
    }
}
