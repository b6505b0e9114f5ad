package dev.vigia.ingest.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMetricsIT {

    @TempDir
    Path dir;

    @Test
    void start_onThisMachine_writesMetrics() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"), 0, Map.of());
                RegistryProcess registry = RegistryProcess.start(
                        dir.resolve("registry"), 0, PlatformHome.find().registry())) {
            KafkaSettings kafka = KafkaSettings.of(
                    broker.bootstrapServers(), registry.confluentUrl().toString());
            new TopicInstaller(kafka).install();
            HostSettings settings = new HostSettings(true, Duration.ofSeconds(1));
            try (HostMetrics host = new HostMetrics(settings, kafka, new SimpleMeterRegistry());
                    KafkaConsumer<byte[], Metric> consumer = consumer(kafka)) {
                host.start();
                Set<String> names = new HashSet<>();
                Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    consumer.poll(Duration.ofMillis(200))
                            .forEach(record -> names.add(record.value().getName()));
                    assertThat(names)
                            .contains(
                                    "system.cpu.utilization",
                                    "system.memory.utilization",
                                    "system.filesystem.utilization");
                });
                assertThat(host.health()).isEqualTo(Health.healthy());
            }
        }
    }

    private static KafkaConsumer<byte[], Metric> consumer(KafkaSettings kafka) {
        RegistryClient registry = new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
        KafkaConsumer<byte[], Metric> consumer = new KafkaConsumer<>(
                kafka.consumer(), new ByteArrayDeserializer(), new AvroDeserializer<>(registry, Metric.class));
        List<TopicPartition> partitions = IntStream.range(0, kafka.telemetryPartitions())
                .mapToObj(p -> new TopicPartition(kafka.topics().metrics().name(), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}
