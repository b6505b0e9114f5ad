package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A plain producer: idempotent, {@code acks=all}, batches as large as the gateway's. For one thread. */
final class Telemetry implements AutoCloseable {

    /** The file that {@link #rules} writes. */
    static final String RULES = "bench.yaml";

    private final KafkaSettings kafka;
    private final String logs;
    private final RegistryClient registry;
    private final AvroSerializer<SpecificRecord> serializer;
    private final KafkaProducer<byte[], byte[]> producer;

    Telemetry(KafkaSettings kafka) {
        this.kafka = kafka;
        logs = kafka.topics().logs().name();
        registry = Cluster.registry(kafka);
        serializer = new AvroSerializer<>(registry);
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(Log log, Callback whenDone) {
        producer.send(new ProducerRecord<>(logs, serializer.serialize(logs, log)), whenDone);
    }

    /** The usual requests from the first on, all of about now. */
    void fill(int records) {
        fill(Requests.ofThousandSeries(), records);
    }

    void fill(Requests requests, int records) {
        fill(requests, 0, records);
    }

    /** Some requests from the {@code from}th on. */
    void fill(Requests requests, int from, int records) {
        for (int n = from; n < from + records; n++) {
            send(requests.request(n, System.currentTimeMillis() * 1_000), Failures::stop);
        }
        flush();
    }

    void rules(String yaml) {
        Control control = Control.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setAt(System.currentTimeMillis())
                .setActor("file:" + RULES)
                .setBody(new RuleFile(RULES, yaml))
                .build();
        String topic = kafka.topics().control().name();
        producer.send(new ProducerRecord<>(topic, serializer.serialize(topic, control)), Failures::stop);
        flush();
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
