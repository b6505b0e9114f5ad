package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.processors.streams.StreamsSettings;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateIT {

    private static final int PARTITIONS = 2;

    @TempDir
    private Path folder;

    /** The second run begins without local state, so it folds on from what the changelog gives back. */
    @Test
    void alerts_acrossARestore_areTheRefoldOfSignals() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, Map.of());
                TestRegistry server = new TestRegistry();
                RegistryClient registry = server.client()) {
            KafkaSettings kafka = new KafkaSettings(
                    broker.bootstrapServers(), "http://unused", "", 2, PARTITIONS, (short) 1, Map.of());
            new TopicInstaller(kafka).install();
            Story story = new Story(kafka, registry);
            story.run("first", 0, 200);
            story.run("second", 200, 400);
        }
    }

    private final class Story {

        private final KafkaSettings kafka;
        private final RegistryClient registry;
        private final List<List<Signal>> logs = new ArrayList<>();

        Story(KafkaSettings kafka, RegistryClient registry) {
            this.kafka = kafka;
            this.registry = registry;
            for (int i = 0; i < PARTITIONS; i++) {
                int partition = i;
                logs.add(RandomLog.of(
                        20 + i,
                        400,
                        (rule, group) -> AlertId.partition(AlertId.of(rule, group), PARTITIONS) == partition));
            }
        }

        void run(String state, int from, int to) {
            StreamsSettings settings = StreamsSettings.in(folder.resolve(state));
            var topology = new EvaluateTopology(kafka.topics(), registry, new SimpleMeterRegistry()).build();
            try (StreamsPart part = new StreamsPart("evaluate", topology, kafka, settings)) {
                part.start();
                produce(from, to);
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    List<String> expected = refold(partition);
                    assertThat(expected).hasSizeGreaterThan(10);
                    int number = partition;
                    await().atMost(Duration.ofMinutes(1))
                            .until(() -> read(kafka.topics().alerts(), number).size() >= expected.size());
                    assertThat(read(kafka.topics().alerts(), partition).stream()
                                    .map(record -> HexFormat.of().formatHex(record.value()))
                                    .toList())
                            .isEqualTo(expected);
                }
            }
        }

        private void produce(int from, int to) {
            Map<String, Object> config = kafka.producer();
            try (var producer =
                    new KafkaProducer<>(config, new ByteArraySerializer(), new AvroSerializer<Signal>(registry))) {
                String signals = kafka.topics().signals().name();
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    for (Signal signal : logs.get(partition).subList(from, to)) {
                        producer.send(new ProducerRecord<>(signals, partition, null, signal));
                    }
                }
            }
        }

        private List<String> refold(int partition) {
            Evaluation evaluation = new Evaluation(partition, new HeapStore(), kafka.topics());
            var deserializer = new AvroDeserializer<>(registry, Signal.class);
            var serializer = new AvroSerializer<dev.vigia.schemas.avro.Alert>(registry);
            List<String> bodies = new ArrayList<>();
            for (var record : read(kafka.topics().signals(), partition)) {
                Signal signal = deserializer.deserialize(record.topic(), record.value());
                for (Outcome outcome : evaluation.fold(record.offset(), signal)) {
                    var alert = ((Outcome.Transitioned) outcome).alert();
                    bodies.add(HexFormat.of()
                            .formatHex(
                                    serializer.serialize(kafka.topics().alerts().name(), alert)));
                }
            }
            return bodies;
        }

        private List<ConsumerRecord<byte[], byte[]>> read(Topic topic, int number) {
            TopicPartition partition = new TopicPartition(topic.name(), number);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            try (var consumer =
                    new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
                while (consumer.position(partition) < end) {
                    records.addAll(consumer.poll(Duration.ofMillis(200)).records(partition));
                }
            }
            return records;
        }
    }
}
