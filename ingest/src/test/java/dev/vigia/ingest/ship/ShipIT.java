package dev.vigia.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.ingest.gateway.Gateway;
import dev.vigia.ingest.gateway.GatewaySettings;
import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against the real gateway, registry and broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.MethodName.class)
class ShipIT {

    @TempDir
    static Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> problems = new ArrayList<>();
    private EmbeddedBroker broker;
    private RegistryProcess registry;
    private KafkaSettings kafka;
    private Gateway gateway;

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.start(dir.resolve("kafka"), 0, Map.of());
        registry = RegistryProcess.start(
                dir.resolve("registry"), 0, PlatformHome.find().registry());
        kafka = KafkaSettings.of(
                broker.bootstrapServers(), registry.confluentUrl().toString());
        new TopicInstaller(kafka).install();
        gateway = new Gateway(GatewaySettings.onPort(0), kafka, new SimpleMeterRegistry());
        gateway.start();
    }

    @AfterAll
    void stop() {
        gateway.close();
        registry.close();
        broker.close();
    }

    @Test
    void execute_accessLogRetimed_isInKafka() {
        Path file = real("access/apache_combined.log");
        int before = written().size();

        assertThat(ship(file.toString(), "--format", "combined", "--retime")).isZero();

        List<Log> logs = written();
        assertThat(logs).hasSize(before + 10_000);
        assertThat(logs.stream()
                        .filter(it -> it.getService().equals("apache"))
                        .filter(it -> it.getHttp() != null && it.getHttp().getStatus() == 404))
                .hasSize(213);
        assertThat(logs).extracting(Log::getId).doesNotContainNull().doesNotHaveDuplicates();
    }

    @Test
    void execute_authLog_isInKafka() {
        Path file = real("auth/auth.log");
        int before = written().size();

        assertThat(ship(file.toString(), "--format", "syslog")).isZero();

        List<Log> logs = written();
        assertThat(logs).hasSize(before + 7_121);
        assertThat(logs.stream()
                        .filter(it -> "login_failed".equals(it.getEventName()))
                        .mapToLong(Log::getCount)
                        .sum())
                .isEqualTo(1_038);
    }

    @Test
    void execute_lineInTheFuture_isNamed() throws Exception {
        Path file = Files.writeString(
                dir.resolve("future.json"), "{\"message\":\"a\"}\n\n{\"timestamp\":\"2999-01-01T00:00:00Z\"}\n");
        int before = written().size();

        assertThat(ship(file.toString(), "--format", "json")).isEqualTo(1);

        assertThat(problems.get(0))
                .startsWith(
                        file + ", line 3: the gateway refuses it (400): timestamp: 2999-01-01T00:00:00Z is more than")
                .endsWith("no record was accepted");
        assertThat(written()).hasSize(before);
    }

    private int ship(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--url", "http://127.0.0.1:" + gateway.port()));
        return new CommandLine(new ShipCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((exception, command, result) -> {
                    problems.add(exception.getMessage());
                    return 1;
                })
                .execute(all.toArray(String[]::new));
    }

    private List<Log> written() {
        List<Log> logs = new ArrayList<>();
        try (var client = new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
                var values = new AvroDeserializer<>(client, Log.class);
                var consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), values)) {
            String topic = kafka.topics().logsRaw().name();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(it -> new TopicPartition(topic, it.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(it -> logs.add(it.value()));
            }
        }
        return logs;
    }

    private static Path real(String name) {
        Path file = Path.of(System.getProperty("vigia.root"), "..", "shared", "data", name);
        Assumptions.assumeTrue(Files.exists(file), () -> "there is no " + file);
        return file;
    }
}
