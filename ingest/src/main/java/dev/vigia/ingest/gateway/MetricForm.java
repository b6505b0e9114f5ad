package dev.vigia.ingest.gateway;

import com.fasterxml.jackson.core.JsonParser;
import dev.vigia.schemas.MetricKey;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.MetricJson;
import dev.vigia.schemas.serde.RegistryClient;
import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Metrics: cumulative counters by series, the others without a key. */
final class MetricForm implements RecordForm<Metric> {

    private final Encoder<Metric> encoder;

    MetricForm(RegistryClient registry, Topics topics) {
        this.encoder = new Encoder<>(registry, topics.metrics(), topics.metricsRaw());
    }

    @Override
    public String signal() {
        return "metrics";
    }

    @Override
    public Metric parse(JsonParser parser, Defaults defaults) throws IOException, InvalidRecord {
        return MetricJson.parse(parser, defaults);
    }

    @Override
    public long timestamp(Metric metric) {
        return metric.getTimestamp();
    }

    @Override
    public ProducerRecord<byte[], byte[]> encode(Metric metric) {
        return encoder.encode(metric, metric.getId(), MetricKey.of(metric).orElse(null));
    }
}
