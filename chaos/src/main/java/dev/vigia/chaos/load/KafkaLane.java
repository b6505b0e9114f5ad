package dev.vigia.chaos.load;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An application that writes Avro straight to a topic, with the safe settings, and each record once. */
final class KafkaLane extends Lane {

    private final Topic topic;
    private final RegistryClient registry;
    private final AvroSerializer<SpecificRecord> serializer;
    private final KafkaProducer<byte[], byte[]> producer;

    KafkaLane(Plan plan, double rate, KafkaSettings kafka) {
        super(plan, rate);
        topic = plan.signal().topic(kafka.topics());
        registry = new RegistryClient(kafka.schemaRegistry());
        serializer = new AvroSerializer<>(registry);
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, plan.name());
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    void send(int records) {
        for (int i = 0; i < records; i++) {
            RecordId id = nextId();
            byte[] value = serializer.serialize(topic.name(), make(id));
            producer.send(new ProducerRecord<>(topic.name(), value), (metadata, failure) -> {
                if (failure == null) journal().acknowledged(id.number());
            });
        }
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
