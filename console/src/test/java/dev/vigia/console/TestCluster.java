package dev.vigia.console;

import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.Schemas;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker and a real registry with Vigia's topics, and a producer for them. */
final class TestCluster implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final RegistryProcess registry;
    private final RegistryClient client;
    private final KafkaProducer<String, IndexedRecord> producer;
    final KafkaSettings kafka;

    TestCluster(Path directory) {
        broker = EmbeddedBroker.start(directory.resolve("kafka"), 0, Map.of());
        registry = RegistryProcess.start(
                directory.resolve("registry"), 0, PlatformHome.find().registry());
        kafka = KafkaSettings.of(
                broker.bootstrapServers(), registry.confluentUrl().toString());
        new TopicInstaller(kafka).install();
        client = new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
        Schemas.install(client, kafka.topics());
        producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new AvroSerializer<>(client));
    }

    /** Appends a record and waits until it is in the log. */
    RecordMetadata append(Topic topic, String key, IndexedRecord value) throws Exception {
        return producer.send(new ProducerRecord<>(topic.name(), key, value)).get();
    }

    /** Appends a record. */
    void send(Topic topic, String key, IndexedRecord value) {
        producer.send(new ProducerRecord<>(topic.name(), key, value));
    }

    @Override
    public void close() {
        producer.close();
        client.close();
        registry.close();
        broker.close();
    }
}
