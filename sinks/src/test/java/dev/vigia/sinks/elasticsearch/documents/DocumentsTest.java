package dev.vigia.sinks.elasticsearch.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import dev.vigia.sinks.RawRecord;
import dev.vigia.sinks.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class DocumentsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Topics TOPICS = Topics.of("", 1, 1);

    @Test
    void operation_log_isAsRecorded() throws Exception {
        requireRecorded("log", documents(Samples.access()).operation(record("logs", "k", "v")));
    }

    @Test
    void operation_metric_isAsRecorded() throws Exception {
        requireRecorded("metric", documents(Samples.metric()).operation(record("metrics", "k", "v")));
    }

    @Test
    void operation_span_isAsRecorded() throws Exception {
        requireRecorded("span", documents(Samples.span()).operation(record("spans", "k", "v")));
    }

    @Test
    void operation_alert_isAsRecorded() throws Exception {
        var alert = Samples.alert(Transition.RESOLVED, AlertState.INACTIVE);
        requireRecorded("alert", documents(alert).operation(record("alerts", "k", "v")));
        requireRecorded("alert-current", documents(alert).operation(record("alerts.current", "k", "v")));
    }

    @Test
    void operation_rollup_isAsRecorded() throws Exception {
        requireRecorded("rollup", documents(Samples.rollup(7, 10)).operation(record("rollups", "a|b", "v")));
    }

    @Test
    void operation_deadLetter_isAsRecorded() throws Exception {
        requireRecorded("dead-letter", documents("").operation(record("dead-letters", "k", "{\"bad\": ação}")));
    }

    @Test
    void operation_deadLetterThatIsNotText_hasItsBytes() throws Exception {
        RawRecord record = record("dead-letters", "k".getBytes(StandardCharsets.UTF_8), new byte[] {0, (byte) 0xff});

        JsonNode document = lines(documents("").operation(record).orElseThrow())[1];

        assertThat(document.at("/dead_letter/value").binaryValue()).isEqualTo(new byte[] {0, (byte) 0xff});
        assertThat(document.at("/event/original").isMissingNode()).isTrue();
    }

    @Test
    void operation_clientThatIsNoAddress_isKeptAsItIs() throws Exception {
        Log log = Samples.log("x")
                .setAttributes(Map.of("client.address", "kiosk-7", "process.pid", "many", "value", Double.NaN))
                .build();

        JsonNode document =
                lines(documents(log).operation(record("logs", "k", "v")).orElseThrow())[1];

        assertThat(document.at("/client/address").asText()).isEqualTo("kiosk-7");
        assertThat(document.at("/client/ip").isMissingNode()).isTrue();
        assertThat(document.path("attributes").path("process.pid").asText()).isEqualTo("many");
        assertThat(document.path("attributes").path("value").asText()).isEqualTo("NaN");
    }

    @Test
    void operation_oneAfterTheOther_areIndependent() throws Exception {
        AtomicReference<Log> next = new AtomicReference<>();
        Documents documents = documents((Supplier<Object>) next::get);
        next.set(Samples.access());
        JsonNode first = lines(documents.operation(record("logs", "k", "v")).orElseThrow())[1];
        next.set(Samples.log("plain").build());
        JsonNode plain = lines(documents.operation(record("logs", "k", "v")).orElseThrow())[1];
        Map<String, Object> broken = new HashMap<>();
        broken.put("nothing", null);
        next.set(Samples.log("breaks in the middle").setAttributes(broken).build());
        assertThatThrownBy(() -> documents.operation(record("logs", "k", "v")))
                .isInstanceOf(InvalidRecordException.class);
        next.set(Samples.access());

        assertThat(plain.has("http")).isFalse();
        assertThat(plain.path("message").asText()).isEqualTo("plain");
        assertThat(lines(documents.operation(record("logs", "k", "v")).orElseThrow())[1])
                .isEqualTo(first);
    }

    @Test
    void operation_alertWithRecentValues_keepsWhatIsMissing() throws Exception {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setRecent(Arrays.asList(0.0, null, 0.061))
                .setRecentStep(10_000)
                .build();
        JsonNode document =
                lines(documents(alert).operation(record("alerts", "k", "v")).orElseThrow())[1];

        assertThat(document.path("vigia").path("recent"))
                .isEqualTo(JSON.readTree("{\"step\": 10000, \"values\": [0.0, null, 0.061]}"));
    }

    @Test
    void operation_alertThatWasCommanded_namesTheCommand() throws Exception {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.ACKNOWLEDGED, AlertState.ACTIVE))
                .setCommandId("c-1")
                .build();

        JsonNode document =
                lines(documents(alert).operation(record("alerts", "k", "v")).orElseThrow())[1];

        assertThat(document.at("/vigia/command/id").asText()).isEqualTo("c-1");
    }

    @Test
    void operation_whatSomebodyDid_hasTheWordsOfAlertActions() throws Exception {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setActor("user:ana")
                .setReason("on it")
                .build();
        assertThat(deed(Alert.newBuilder(alert).setTransition(Transition.ACKNOWLEDGED)))
                .isEqualTo("ack user:ana on it, to , until ");
        assertThat(deed(Alert.newBuilder(alert).setTransition(Transition.UNACKNOWLEDGED)))
                .startsWith("unack user:ana");
        assertThat(deed(Alert.newBuilder(alert).setTransition(Transition.ASSIGNED)))
                .isEqualTo("assign user:ana on it, to payments, until ");
        assertThat(deed(Alert.newBuilder(alert).setTransition(Transition.SNOOZED)))
                .isEqualTo("snooze user:ana on it, to , until 2026-01-02T03:05:05.123Z");
        assertThat(deed(Alert.newBuilder(alert)
                        .setTransition(Transition.SNOOZED)
                        .setSnoozedUntil(null)))
                .startsWith("unsnooze user:ana");
        assertThat(deed(Alert.newBuilder(alert).setTransition(Transition.REOPENED)))
                .startsWith("activate user:ana");
        for (Transition told : List.of(Transition.ACTIVE, Transition.COMMENTED, Transition.RECOVERING)) {
            assertThat(deed(Alert.newBuilder(alert).setTransition(told))).isEqualTo("  , to , until ");
        }
        assertThat(deed(Alert.newBuilder(alert)
                        .setTransition(Transition.RESOLVED)
                        .setCommandId(null)))
                .isEqualTo("  , to , until ");
    }

    private static String deed(Alert.Builder alert) throws Exception {
        JsonNode document = lines(
                documents(alert.build()).operation(record("alerts", "k", "v")).orElseThrow())[1];
        return document.path("action_type").asText() + " "
                + document.path("actor").asText() + " "
                + document.path("reason").asText() + ", to "
                + document.path("assignee_uid").asText() + ", until "
                + document.path("expiry").asText();
    }

    @Test
    void timestamps_anyTime_areWrittenAsTheJdkWritesThem() {
        Timestamps timestamps = new Timestamps();
        long second = 1_700_000_000_000_000L;
        for (long micros : List.of(0L, -1L, second, second + 1, second + 120_000, second + 999_999, second - 1_000)) {
            assertThat(timestamps.micros(micros))
                    .isEqualTo(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
        }
    }

    @Test
    void operation_tombstoneOfACurrentAlert_deletesIt() throws Exception {
        Operation operation = documents("")
                .operation(record("alerts.current", "k".getBytes(StandardCharsets.UTF_8), null))
                .orElseThrow();

        assertThat(lines(operation)).containsExactly(JSON.readTree("""
                {"delete":{"_index":"vigia-alerts-current","_id":"k","version":42,"version_type":"external"}}
                """));
    }

    @Test
    void operation_unreadable_saysWhy() {
        Documents documents = failing(new SerializationException("not Avro"));
        assertThatThrownBy(() -> documents.operation(record("logs", "k", "v")))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage("not Avro");
        assertThatThrownBy(() -> documents.operation(record("other", "k", "v")))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> documents("").operation(record("logs", new byte[0], null)))
                .isInstanceOf(InvalidRecordException.class);
        assertThatThrownBy(() -> documents(Samples.rollup(1, 1)).operation(record("rollups", null, new byte[1])))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("key");
    }

    @Test
    void operation_registryIsAway_isNotTheRecordsFault() {
        Documents documents = failing(new RegistryUnavailableException("down"));
        assertThatThrownBy(() -> documents.operation(record("logs", "k", "v")))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void id_samePlace_isTheSameAndShort() {
        var partition = new org.apache.kafka.common.TopicPartition("logs", 3);
        // printf 'logs\\0003\\00042' | openssl sha1 -binary | base64 | tr '+/' '-_'
        assertThat(DocumentId.of(partition, 42)).isEqualTo("ef2AzZVZMJfgos7x0GW6Qh3UegA");
        assertThat(DocumentId.ofKey("a|b".getBytes(StandardCharsets.UTF_8))).isEqualTo("a|b");
        assertThat(DocumentId.ofKey("x".repeat(600).getBytes(StandardCharsets.UTF_8)))
                .hasSize(27);
        assertThat(DocumentId.ofKey(new byte[] {(byte) 0xff})).hasSize(27);
    }

    @Test
    void ip_addresses_areToldFromNames() {
        for (String ip : List.of("1.2.3.4", "255.255.255.255", "::1", "2001:db8::7", "::ffff:10.0.0.1")) {
            assertThat(IpAddress.of(ip)).isEqualTo(ip);
        }
        for (String other : List.of("", "localhost", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4:80", "a:b", ":::")) {
            assertThat(IpAddress.of(other)).as(other).isEmpty();
        }
    }

    private static Documents documents(Object value) {
        return documents(() -> value);
    }

    private static Documents documents(Supplier<Object> value) {
        return new Documents(TOPICS, new Documents.Readers() {
            @Override
            public <T> Deserializer<T> reader(Class<T> type) {
                return (topic, bytes) -> type.cast(value.get());
            }
        });
    }

    private static Documents failing(RuntimeException e) {
        return new Documents(TOPICS, new Documents.Readers() {
            @Override
            public <T> Deserializer<T> reader(Class<T> type) {
                return (topic, bytes) -> {
                    throw e;
                };
            }
        });
    }

    private static RawRecord record(String topic, String key, String value) {
        return record(topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    private static RawRecord record(String topic, byte[] key, byte[] value) {
        ConnectHeaders headers = new ConnectHeaders();
        Map.of(
                        DeadLetters.STAGE, "normalize",
                        DeadLetters.REASON, "not JSON",
                        DeadLetters.TOPIC, "logs.raw",
                        DeadLetters.PARTITION, "1",
                        DeadLetters.OFFSET, "99")
                .forEach((name, text) -> headers.addBytes(name, text.getBytes(StandardCharsets.UTF_8)));
        return RawRecord.of(new SinkRecord(
                topic, 3, null, key, null, value, 42, Samples.MILLIS, TimestampType.LOG_APPEND_TIME, headers));
    }

    private static JsonNode[] lines(Operation operation) throws IOException {
        String text = new String(operation.lines(), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.split("\n")) lines.add(JSON.readTree(line));
        return lines.toArray(JsonNode[]::new);
    }

    /** Compares with {@code recorded/<name>.json}: an array of the action and the document. */
    private static void requireRecorded(String name, java.util.Optional<Operation> operation) throws Exception {
        JsonNode actual = JSON.valueToTree(lines(operation.orElseThrow()));
        Path file = Path.of(System.getProperty("vigia.root"), "sinks/src/test/resources/recorded", name + ".json");
        assertThat(actual).isEqualTo(JSON.readTree(Files.readString(file)));
    }
}
