package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.CompiledRules.OfSource;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Bytes of the telemetry topics to records. For one thread. */
final class Decoder {

    /** What the built-in series read. */
    private static final Set<String> LOG_FIELDS =
            Set.of("timestamp", "severity_number", "service", "count", "http.route", "http.status", "http.duration");

    private static final Set<String> METRIC_FIELDS =
            Set.of("timestamp", "name", "type", "value", "histogram", "service", "resource", "attributes");
    private static final Set<String> SPAN_FIELDS =
            Set.of("timestamp", "duration", "name", "kind", "status", "service", "weight");

    private final Map<String, Source> sources;
    private final AvroDeserializer<Log> logs;
    private final AvroDeserializer<Metric> metrics;
    private final AvroDeserializer<Span> spans;

    /** @param rules whose fields are read, and those of the built-in series; the rest may be left out */
    Decoder(Topics topics, RegistryClient registry, CompiledRules rules) {
        sources = Source.byTopic(topics);
        logs = new AvroDeserializer<>(registry, Log.class, wanted(LOG_FIELDS, rules.of(Source.LOGS)));
        metrics = new AvroDeserializer<>(registry, Metric.class, wanted(METRIC_FIELDS, rules.of(Source.METRICS)));
        spans = new AvroDeserializer<>(registry, Span.class, wanted(SPAN_FIELDS, rules.of(Source.SPANS)));
    }

    private static Set<String> wanted(Set<String> builtIn, OfSource rules) {
        Set<String> wanted = new TreeSet<>(builtIn);
        wanted.addAll(rules.fields());
        if (wanted.contains("level")) wanted.add("severity_number");
        return wanted;
    }

    /** What kind of records a topic has. */
    Source source(String topic) {
        Source source = sources.get(topic);
        if (source == null) throw new IllegalArgumentException("not a telemetry topic: " + topic);
        return source;
    }

    /**
     * Reads a record.
     *
     * @throws dev.vigia.schemas.serde.RegistryUnavailableException when trying again later may help
     * @throws SerializationException when it will not
     */
    SpecificRecord decode(Source source, ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        SpecificRecord decoded = switch (source) {
            case LOGS -> logs.deserialize(record.topic(), value);
            case METRICS -> metrics.deserialize(record.topic(), value);
            case SPANS -> spans.deserialize(record.topic(), value);
        };
        if (decoded == null) throw new SerializationException("not Avro: the record has no value");
        return decoded;
    }
}
