package dev.vigia.processors.aggregate;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes telemetry and rules. */
final class Load implements AutoCloseable {

    private static final String[] SERVICES = {"checkout", "cart", "search"};

    private final KafkaSettings kafka;
    private final RegistryClient registry;
    private final AvroSerializer<SpecificRecord> serializer;
    private final KafkaProducer<byte[], byte[]> producer;

    Load(KafkaSettings kafka) {
        this(kafka, Map.of());
    }

    private Load(KafkaSettings kafka, Map<String, Object> more) {
        this.kafka = kafka;
        registry = Cluster.registry(kafka);
        serializer = new AvroSerializer<>(registry);
        Map<String, Object> config = kafka.producer();
        config.putAll(more);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** One that writes what nobody is to see. */
    static Load aborting(KafkaSettings kafka) {
        Load load = new Load(kafka, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, kafka.topicPrefix() + "aborting"));
        load.producer.initTransactions();
        return load;
    }

    void aborted(int requests) {
        producer.beginTransaction();
        requests(0, requests);
        producer.abortTransaction();
    }

    /** The nth request of a made-up shop, now. Every tenth fails. */
    static Log request(int n) {
        return Log.newBuilder()
                .setTimestamp(System.currentTimeMillis() * 1_000)
                .setService(SERVICES[n % 3])
                .setSeverityNumber(n % 10 == 0 ? 17 : 9)
                .setMessage("request " + n)
                .setAttributes(Map.of("user", "u" + n % 50))
                .setHttp(Http.newBuilder()
                        .setMethod("GET")
                        .setRoute("/items/" + n % 7)
                        .setStatus(n % 10 == 0 ? 503 : 200)
                        .setDuration(1_000_000L * (1 + n % 400))
                        .build())
                .build();
    }

    void requests(int from, int to) {
        for (int n = from; n < to; n++) log(request(n));
        flush();
    }

    void log(Log log) {
        raw(
                kafka.topics().logs().name(),
                serializer.serialize(kafka.topics().logs().name(), log));
    }

    void send(String topic, SpecificRecord record) {
        raw(topic, serializer.serialize(topic, record));
    }

    void raw(String topic, byte[] value) {
        producer.send(new ProducerRecord<>(topic, value));
    }

    void rules(String file, String yaml) {
        send(
                kafka.topics().control().name(),
                Control.newBuilder()
                        .setId(UUID.randomUUID().toString())
                        .setAt(System.currentTimeMillis())
                        .setActor("file:test")
                        .setBody(new RuleFile(file, yaml))
                        .build());
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
