package dev.vigia.processors.normalize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.processors.TestRegistry;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NormalizeTopologyTest {

    private static final Topics TOPICS = Topics.of("", 1, 1);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path dir;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestRegistry registry;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> logsRaw;
    private TestInputTopic<byte[], byte[]> metricsRaw;
    private TestOutputTopic<byte[], Log> logs;
    private TestOutputTopic<byte[], Metric> metrics;
    private TestOutputTopic<byte[], byte[]> dead;

    @BeforeEach
    void open() throws IOException {
        registry = new TestRegistry();
        Properties config = new Properties();
        config.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
        var client = registry.client();
        driver = new TopologyTestDriver(new NormalizeTopology(TOPICS, client, meters).build(), config, NOW);
        var bytes = new ByteArraySerializer();
        logsRaw = driver.createInputTopic("logs.raw", bytes, bytes, NOW, Duration.ZERO);
        metricsRaw = driver.createInputTopic("metrics.raw", bytes, bytes, NOW, Duration.ZERO);
        var plain = new ByteArrayDeserializer();
        logs = driver.createOutputTopic("logs", plain, new AvroDeserializer<>(client, Log.class));
        metrics = driver.createOutputTopic("metrics", plain, new AvroDeserializer<>(client, Metric.class));
        dead = driver.createOutputTopic("dead-letters", plain, plain);
    }

    @AfterEach
    void close() {
        driver.close();
        registry.close();
    }

    @Test
    void json_aLog_becomesCanonical() {
        logsRaw.pipeInput(
                "k".getBytes(UTF_8),
                "{\"level\":\"error\",\"message\":\"no\",\"service\":\"shop\",\"color\":\"red\"}".getBytes(UTF_8));

        var record = logs.readRecord();

        assertThat(record.value().getSeverityNumber()).isEqualTo(17);
        assertThat(record.value().getService()).isEqualTo("shop");
        assertThat(record.value().getAttributes()).containsEntry("color", "red");
        assertThat(record.value().getTimestamp()).isEqualTo(NOW.toEpochMilli() * 1_000);
        assertThat(dead.isEmpty()).isTrue();
        assertThat(count("accepted")).isEqualTo(1);
    }

    @Test
    void json_anArray_becomesItsElements_andTheBadOneADeadLetter() {
        logsRaw.pipeInput("[{\"message\":\"a\"}, 7, {\"message\":\"b\"}]".getBytes(UTF_8));

        assertThat(logs.readValuesToList()).extracting(Log::getMessage).containsExactly("a", "b");
        var letter = dead.readRecord();
        assertThat(letter.value()).asString(UTF_8).isEqualTo("7");
        assertThat(header(letter, DeadLetters.REASON)).isEqualTo("[1] not a JSON object");
    }

    @Test
    void avro_aMetric_passesAsItIs() {
        Metric metric = metric("queue.depth", 12);
        metricsRaw.pipeInput(avro("metrics.raw", metric));

        assertThat(metrics.readValue()).isEqualTo(metric);
    }

    @Test
    void contentType_isBelievedBeforeTheFirstByte() {
        byte[] avro = avro("logs.raw", log("x", null));
        logsRaw.pipeInput(new TestRecord<>(null, avro, headers("content-type", "application/json"), NOW));

        assertThat(header(dead.readRecord(), DeadLetters.REASON)).startsWith("not JSON");

        logsRaw.pipeInput(new TestRecord<>(null, avro, headers("content-type", "application/octet-stream"), NOW));
        assertThat(logs.readRecord().headers().lastHeader("content-type")).isNull();
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("hello".getBytes(UTF_8), "neither JSON nor Avro: the first byte is 0x68"),
                Arguments.of(new byte[0], "no value"),
                Arguments.of(null, "no value"),
                Arguments.of("{\"message\":".getBytes(UTF_8), "not JSON at byte"),
                Arguments.of("{\"timestamp\":\"yesterday\"}".getBytes(UTF_8), "timestamp"),
                Arguments.of(new byte[] {0, 0, 0, 9, 9, 1}, "unknown schema id 2313"),
                Arguments.of(new byte[] {0, 1}, "2 bytes are too few"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void unreadable_becomesADeadLetterWithItsBytesAndAReason(byte[] value, String reason) {
        byte[] key = {1};
        logsRaw.pipeInput(new TestRecord<>(key, value, headers("trace", "t"), NOW));
        logsRaw.pipeInput("{\"message\":\"next\"}".getBytes(UTF_8));

        var letter = dead.readRecord();
        assertThat(letter.key()).isEqualTo(key);
        assertThat(letter.value()).isEqualTo(value == null ? new byte[0] : value);
        assertThat(header(letter, DeadLetters.REASON)).contains(reason).doesNotContain("\n");
        assertThat(header(letter, DeadLetters.STAGE)).isEqualTo("normalize");
        assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo("logs.raw");
        assertThat(header(letter, DeadLetters.OFFSET)).isEqualTo("0");
        assertThat(header(letter, "trace")).isEqualTo("t");
        assertThat(logs.readValue().getMessage()).isEqualTo("next");
        assertThat(count("dead_letter")).isEqualTo(1);
    }

    @Test
    void avro_ofAnotherRecord_becomesADeadLetter() {
        logsRaw.pipeInput(avro("logs.raw", new Tick(1L, List.of())));

        assertThat(header(dead.readRecord(), DeadLetters.REASON)).contains("Tick", "Log");
    }

    @Test
    void timestamp_moreThanTenMinutesAhead_becomesADeadLetter_andThePastPasses() {
        Log ahead = log("ahead", null);
        ahead.put("timestamp", NOW.plusSeconds(601).toEpochMilli() * 1_000);
        Log justNot = log("just not", null);
        justNot.put("timestamp", NOW.plusSeconds(600).toEpochMilli() * 1_000);
        Log ancient = log("ancient", null);
        ancient.put("timestamp", 0L);
        for (Log log : List.of(ahead, justNot, ancient)) logsRaw.pipeInput(avro("logs.raw", log));

        assertThat(logs.readValuesToList()).extracting(Log::getMessage).containsExactly("just not", "ancient");
        assertThat(header(dead.readRecord(), DeadLetters.REASON)).startsWith("timestamp: ");
    }

    @Test
    void id_seenWithinADay_isDropped_andPassesAgainAfterIt() {
        String longId = "x".repeat(500);
        for (String id : List.of("a", longId)) {
            pipe(id, Duration.ZERO);
            pipe(id, Duration.ofHours(13));
            pipe(id, Duration.ofHours(24).minusMillis(1));
            pipe(id, Duration.ofHours(24));
            pipe(id, Duration.ofHours(47));
        }

        assertThat(logs.readValuesToList()).hasSize(4);
        assertThat(count("duplicate")).isEqualTo(6);
    }

    @Test
    void id_ofALog_doesNotHideAMetric() {
        pipe("same", Duration.ZERO);
        Metric metric = metric("m", 1);
        metric.put("id", "same");
        metricsRaw.pipeInput(avro("metrics.raw", metric));

        assertThat(logs.getQueueSize()).isEqualTo(1);
        assertThat(metrics.getQueueSize()).isEqualTo(1);
    }

    @Test
    void records_withoutId_allPass() {
        for (int i = 0; i < 3; i++) logsRaw.pipeInput("{\"message\":\"same\"}".getBytes(UTF_8));

        assertThat(logs.readValuesToList()).hasSize(3);
    }

    @Test
    void registryAway_isNotTheRecordsFault() {
        byte[] known = avro("logs.raw", log("known", null));
        byte[] unknown = known.clone();
        unknown[1] = 7;
        logsRaw.pipeInput(known);
        registry.close();

        logsRaw.pipeInput(known);
        assertThat(logs.readValuesToList()).hasSize(2);
        assertThatThrownBy(() -> logsRaw.pipeInput(unknown)).hasCauseInstanceOf(RegistryUnavailableException.class);
        assertThat(dead.isEmpty()).isTrue();
    }

    private void pipe(String id, Duration after) {
        logsRaw.pipeInput(new TestRecord<>(null, avro("logs.raw", log("m", id)), NOW.plus(after)));
    }

    private byte[] avro(String topic, IndexedRecord record) {
        return new AvroSerializer<>(registry.client()).serialize(topic, record);
    }

    private static Log log(String message, String id) {
        return Log.newBuilder()
                .setId(id)
                .setTimestamp(NOW.toEpochMilli() * 1_000)
                .setMessage(message)
                .build();
    }

    private static Metric metric(String name, double value) {
        return Metric.newBuilder()
                .setTimestamp(NOW.toEpochMilli() * 1_000)
                .setName(name)
                .setValue(value)
                .build();
    }

    private double count(String result) {
        return meters.counter("vigia.normalize.records", "kind", "logs", "result", result)
                .count();
    }

    private static Headers headers(String name, String value) {
        return new RecordHeaders().add(name, value.getBytes(UTF_8));
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
