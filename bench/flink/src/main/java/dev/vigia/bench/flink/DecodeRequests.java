package dev.vigia.bench.flink;

import dev.vigia.bench.RequestReader;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.Map;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** {@link RequestReader} for Flink, which sends this to each subtask. */
final class DecodeRequests implements KafkaRecordDeserializationSchema<FlinkRequest> {

    private final String schemaRegistryUrl;
    private transient @Nullable RequestReader reader;

    DecodeRequests(String schemaRegistryUrl) {
        this.schemaRegistryUrl = schemaRegistryUrl;
    }

    @Override
    public void open(InitializationContext context) {
        reader = new RequestReader(new RegistryClient(Map.of("schema.registry.url", schemaRegistryUrl)));
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<FlinkRequest> out) {
        RequestReader opened = reader;
        if (opened == null) throw new IllegalStateException("Flink calls open first.");
        out.collect(new FlinkRequest(opened.deserialize(record.topic(), record.value())));
    }

    @Override
    public TypeInformation<FlinkRequest> getProducedType() {
        return TypeInformation.of(FlinkRequest.class);
    }
}
