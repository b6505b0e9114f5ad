package dev.vigia.processors.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.normalize.NormalizeTopology;
import dev.vigia.processors.rollup.RollupTopology;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topologies of this module on a real broker: stop, start, poison, a topic that is not there. */
class StreamsPartIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path dir;

    private static EmbeddedBroker broker;
    private static TestRegistry server;
    private static RegistryClient registry;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0, Map.of());
        server = new TestRegistry();
        registry = server.client();
        producer = new KafkaProducer<>(kafka("").producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close();
        server.close();
        broker.close();
    }

    private static KafkaSettings kafka(String prefix) {
        return new KafkaSettings(broker.bootstrapServers(), "http://localhost:1", prefix, 2, 1, (short) 1, Map.of());
    }

    private StreamsPart part(String name, Topology topology, KafkaSettings kafka) {
        StreamsPart part = new StreamsPart(name, topology, kafka, StreamsSettings.in(dir.resolve("streams")));
        part.start();
        await().atMost(PATIENCE).until(() -> part.health().equals(Health.healthy()));
        return part;
    }

    @Test
    void rollup_stoppedAndStarted_losesAndDoublesNothing_andPoisonIsADeadLetter() throws Exception {
        KafkaSettings kafka = kafka("rollup.");
        new TopicInstaller(kafka).install();
        Topic deltas = kafka.topics().deltas();
        for (int round = 0; round < 3; round++) {
            var topology = new RollupTopology(kafka.topics(), registry, new SimpleMeterRegistry()).build();
            try (StreamsPart part = part("rollup", topology, kafka)) {
                for (int i = 0; i < 100; i++) send(deltas, i % 2, frame(round * 100 + i));
                if (round == 1) send(deltas, 0, "poison".getBytes(UTF_8));
                int expected = (round + 1) * 100;
                await().atMost(PATIENCE).until(() -> total(kafka.topics().rollups()) >= expected);
                assertThat(total(kafka.topics().rollups())).isEqualTo(expected);
            }
        }

        List<ConsumerRecord<byte[], byte[]>> dead = read(kafka.topics().deadLetters());
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).value()).isEqualTo("poison".getBytes(UTF_8));
        assertThat(new String(
                        dead.get(0).headers().lastHeader(DeadLetters.STAGE).value(), UTF_8))
                .isEqualTo("rollup");
    }

    /** As a kill leaves it amid the throwing away of what is not trusted. */
    @Test
    void rollup_stateThatIsTorn_isFetchedAnew() throws Exception {
        KafkaSettings kafka = kafka("torn.");
        new TopicInstaller(kafka).install();
        Topic deltas = kafka.topics().deltas();
        for (int round = 0; round < 2; round++) {
            var topology = new RollupTopology(kafka.topics(), registry, new SimpleMeterRegistry()).build();
            try (StreamsPart part = part("rollup", topology, kafka)) {
                for (int i = 0; i < 100; i++) send(deltas, i % 2, frame(round * 100 + i));
                int expected = (round + 1) * 100;
                await().atMost(PATIENCE).until(() -> total(kafka.topics().rollups()) >= expected);
                assertThat(total(kafka.topics().rollups())).isEqualTo(expected);
            }
            assertThat(tear(StreamsPart.group(kafka, "rollup")))
                    .as("files of state")
                    .isPositive();
        }
    }

    /** Deletes all that has values, and leaves what says that it is there. */
    private static long tear(String group) throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("streams"))) {
            List<Path> values = files.filter(file ->
                            file.toString().contains(group) && file.toString().endsWith(".sst"))
                    .toList();
            for (Path file : values) Files.delete(file);
            return values.size();
        }
    }

    @Test
    void normalize_sameIdsBeforeAndAfterARestart_passOnce() throws Exception {
        KafkaSettings kafka = kafka("normalize.");
        new TopicInstaller(kafka).install();
        for (int round = 0; round < 2; round++) {
            var topology = new NormalizeTopology(kafka.topics(), registry, new SimpleMeterRegistry()).build();
            try (StreamsPart part = part("normalize", topology, kafka)) {
                for (int i = 0; i < 50; i++) {
                    String json = "{\"id\":\"" + i + "\",\"message\":\"" + i + "\"}";
                    send(kafka.topics().logsRaw(), i % 2, json.getBytes(UTF_8));
                }
                send(kafka.topics().logsRaw(), 0, ("{\"message\":\"end\"}").getBytes(UTF_8));
                int ends = round + 1;
                await().atMost(PATIENCE)
                        .until(() ->
                                messages(kafka).stream().filter("end"::equals).count() == ends);
            }
        }
        await().atMost(PATIENCE).until(() -> messages(kafka).size() >= 52);

        assertThat(messages(kafka)).hasSize(52);
        assertThat(messages(kafka).stream().distinct()).hasSize(51);
    }

    @Test
    void part_whoseTopologyFails_isUnhealthyWithTheReason() throws Exception {
        KafkaSettings kafka = kafka("failing.");
        new TopicInstaller(kafka).install();
        Topology topology = new Topology();
        topology.addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "failing.logs.raw");
        topology.addProcessor("fail", Failing::new, "in");
        try (StreamsPart part = part("failing", topology, kafka)) {
            send(kafka.topics().logsRaw(), 0, new byte[1]);

            await().atMost(PATIENCE).until(() -> part.health().status() == Health.Status.UNHEALTHY);
            await().atMost(PATIENCE).until(() -> part.health().detail().contains("it is broken"));
        }
    }

    private static final class Failing implements Processor<byte[], byte[], Void, Void> {

        @Override
        public void process(Record<byte[], byte[]> record) {
            throw new IllegalStateException("it is broken");
        }
    }

    private static byte[] frame(int n) {
        long bucket = 1_700_000_040_000L;
        Delta delta = Delta.newBuilder()
                .setCut(0)
                .setSeries("requests")
                .setSpec(0)
                .setGroup(List.of("shop", "/" + n % 2))
                .setBucket(bucket)
                .setCount(1)
                .setFirstOffset(n)
                .setLastOffset(n)
                .build();
        Frame frame = new Frame(
                List.of(new Cut("logs", 0, (long) n, n + 1L, 1L, bucket)),
                -1L,
                n * 300L,
                List.of(delta),
                false,
                n * 300L,
                null,
                0L);
        return new AvroSerializer<Frame>(registry).serialize("deltas", frame);
    }

    private static void send(Topic topic, int partition, byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(topic.name(), partition, null, value))
                .get();
    }

    /** Counts of the last record of each key, summed. */
    private static long total(Topic rollups) {
        Map<String, Long> last = new HashMap<>();
        var deserializer = new AvroDeserializer<>(registry, Rollup.class);
        for (var record : read(rollups)) {
            last.put(
                    new String(record.key(), UTF_8),
                    deserializer.deserialize(rollups.name(), record.value()).getCount());
        }
        return last.values().stream().mapToLong(Long::longValue).sum();
    }

    private static List<String> messages(KafkaSettings kafka) {
        var deserializer = new AvroDeserializer<>(registry, Log.class);
        return read(kafka.topics().logs()).stream()
                .map(record -> deserializer.deserialize("logs", record.value()).getMessage())
                .toList();
    }

    /** Everything that is committed in a topic. */
    private static List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer =
                new KafkaConsumer<>(kafka("").consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
