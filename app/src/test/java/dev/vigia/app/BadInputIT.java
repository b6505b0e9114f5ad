package dev.vigia.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.app.KafkaPeer.Sent;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong gets a clear answer or becomes a dead letter, and what comes behind it gets through. */
@ExtendWith(OneRunningVigia.class)
class BadInputIT {

    private static final int TEN_MEGABYTES = 10 << 20;
    /** As large as Kafka takes one, with some room for what Kafka puts around it. */
    private static final int LARGEST = (12 << 20) - 200;

    private static final String TOMORROW =
            Instant.now().plus(1, ChronoUnit.DAYS).toString();

    @TempDir
    Path dir;

    static Stream<Arguments> badRequests() {
        return Stream.of(
                argumentSet(
                        "notJson", 400, bytes("{\"message\": \"a\"}\n{\"message\": oops}"), List.of("JSON", "line")),
                argumentSet(
                        "wrongType", 400, bytes("{\"http\": {\"status\": \"abc\"}}"), List.of("http.status", "abc")),
                argumentSet("tooLarge", 413, bytes("{\"message\": \"" + tenMegabytes() + "\"}"), List.of("1048576")),
                argumentSet(
                        "future", 400, bytes("{\"timestamp\": \"" + TOMORROW + "\"}"), List.of("timestamp", "10 min")),
                argumentSet("notUtf8", 400, "{\"message\": \"caf\u00e9\"}".getBytes(ISO_8859_1), List.of("UTF-8")));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void post_badRecord_isRefusedAndSaysWhy(int status, byte[] body, List<String> reasons, RunningVigia vigia)
            throws Exception {
        HttpResponse<String> answer = vigia.post("/ingest/logs", body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(reasons).hasSizeLessThan(1_000);
        String good = name();
        assertThat(vigia.post("/ingest/logs", json(good)).statusCode()).isEqualTo(200);
        awaitFound(vigia, good);
    }

    static Stream<Arguments> badRecords() {
        Function<Topics, Topic> raw = Topics::logsRaw;
        Function<Topics, Topic> logs = Topics::logs;
        Set<String> normalize = Set.of("normalize");
        Set<String> both = Set.of("aggregate", "elasticsearch");
        byte[] unknownSchema = {0, 0x7f, 0, 0, 1, 2, 3};
        return Stream.of(
                argumentSet("raw, neither JSON nor Avro", raw, new byte[] {(byte) 0xff, 1, 2}, normalize, "neither"),
                argumentSet("raw, not JSON", raw, bytes("{\"message\": "), normalize, "not JSON"),
                argumentSet("raw, nothing", raw, new byte[0], normalize, "no value"),
                argumentSet("raw, wrong type", raw, bytes("{\"http\": {\"status\": \"a\"}}"), normalize, "http.status"),
                argumentSet(
                        "raw, not UTF-8", raw, "{\"message\": \"\u00e9\"}".getBytes(ISO_8859_1), normalize, "UTF-8"),
                argumentSet("raw, future", raw, bytes("{\"time\": \"" + TOMORROW + "\"}"), normalize, "ahead"),
                argumentSet("raw, unknown schema", raw, unknownSchema, normalize, "2130706433"),
                argumentSet("raw, large nonsense", raw, bytes("x".repeat(LARGEST)), normalize, "neither"),
                argumentSet(
                        "raw, large value of a wrong type",
                        raw,
                        bytes("{\"timestamp\": \"" + tenMegabytes() + "\"}"),
                        normalize,
                        "timestamp"),
                argumentSet(
                        "raw, long name",
                        raw,
                        bytes("{\"http\": {\"status\": {\"" + "x".repeat(40_000) + "\": {}}}}"),
                        normalize,
                        "http.status"),
                argumentSet("unknown schema", logs, unknownSchema, both, "2130706433"),
                argumentSet("JSON where Avro belongs", logs, bytes("{\"message\": \"a\"}"), both, "Avro"),
                argumentSet("large nonsense", logs, bytes("x".repeat(LARGEST)), both, "Avro"));
    }

    @ParameterizedTest
    @MethodSource("badRecords")
    void send_unreadableRecord_becomesADeadLetter(
            Function<Topics, Topic> topic, byte[] value, Set<String> stages, String reason, RunningVigia vigia)
            throws Exception {
        Topic to = topic.apply(vigia.topics());
        Sent sent = vigia.kafka()
                .send(to, value, new RecordHeader("number", bytes("007")), new RecordHeader("raw", new byte[] {-1}));

        String good = name();
        vigia.kafka().send(vigia.topics().logsRaw(), bytes(json(good)));
        vigia.kafka().send(vigia.topics().logs(), avro(vigia, log(good + "-avro")));
        awaitFound(vigia, good);
        awaitFound(vigia, good + "-avro");
        assertDeadLetters(vigia, sent, stages, reason);
    }

    static Stream<Arguments> badAvro() {
        Set<String> both = Set.of("aggregate", "elasticsearch");
        Metric metric = Metric.newBuilder()
                .setTimestamp(micros(Instant.now()))
                .setName("m")
                .setValue(1)
                .build();
        Log future = log("future").setTimestamp(micros(Instant.parse(TOMORROW))).build();
        Function<byte[], byte[]> whole = Function.identity();
        Function<byte[], byte[]> half = bytes -> Arrays.copyOf(bytes, bytes.length / 2);
        return Stream.of(
                argumentSet("another schema", metric, whole, both, "Log"),
                argumentSet("cut off", log("cut").build(), half, both, ""),
                argumentSet("future", future, whole, Set.of("aggregate"), "10 minutes"));
    }

    @ParameterizedTest
    @MethodSource("badAvro")
    void send_badAvro_becomesADeadLetter(
            IndexedRecord record,
            Function<byte[], byte[]> change,
            Set<String> stages,
            String reason,
            RunningVigia vigia)
            throws Exception {
        Topic type = record instanceof Metric
                ? vigia.topics().metrics()
                : vigia.topics().logs();
        byte[] value = change.apply(vigia.kafka().avro(type, record));
        Sent sent = vigia.kafka().send(vigia.topics().logs(), value);

        String good = name();
        vigia.kafka().send(vigia.topics().logs(), avro(vigia, log(good)));
        awaitFound(vigia, good);
        assertDeadLetters(vigia, sent, stages, reason);
    }

    static Stream<Arguments> oddRecords() {
        return Stream.of(
                argumentSet("1999", "\"timestamp\": \"1999-12-31T23:59:59Z\"", "@timestamp", "1999-12-31T23:59:59Z"),
                argumentSet("year 1", "\"timestamp\": \"0001-01-01T00:00:00Z\"", "@timestamp", "0001-01-01T00:00:00Z"),
                argumentSet("before 1970", "\"timestamp\": -1", "@timestamp", "1969-12-31T23:59:59Z"),
                argumentSet("unknown field", "\"color\": \"red\"", "attributes/color", "red"),
                argumentSet("unknown object", "\"a\": {\"b\": [1, {\"c\": 2}]}", "attributes/a.b", "[1,{\"c\":2}]"));
    }

    @ParameterizedTest
    @MethodSource("oddRecords")
    void post_oddRecord_isAccepted(String field, String path, String expected, RunningVigia vigia) throws Exception {
        String name = name();

        HttpResponse<String> answer = vigia.post("/ingest/logs", "{\"event_name\": \"" + name + "\", " + field + "}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(awaitFound(vigia, name).at("/" + path).asText()).isEqualTo(expected);
    }

    @Test
    void send_recordOfTenMegabytes_isFound(RunningVigia vigia) throws Exception {
        String name = name();

        vigia.kafka()
                .send(
                        vigia.topics().logsRaw(),
                        bytes("{\"event_name\": \"" + name + "\", \"message\": \"" + tenMegabytes() + "\"}"));

        assertThat(awaitFound(vigia, name).path("message").asText()).hasSize(TEN_MEGABYTES);
    }

    @Test
    void send_recordThatElasticsearchCannotIndex_becomesADeadLetter(RunningVigia vigia) throws Exception {
        String name = name();
        Log log = log(name).setAttributes(Map.of("nul\0", "x")).build();
        Sent sent = vigia.kafka()
                .send(vigia.topics().logs(), vigia.kafka().avro(vigia.topics().logs(), log));

        String good = name();
        vigia.kafka().send(vigia.topics().logs(), avro(vigia, log(good)));
        awaitFound(vigia, good);
        assertDeadLetters(vigia, sent, Set.of("elasticsearch"), "attributes");
        assertThat(vigia.elasticsearch().count(Search.LOGS, "event.action:" + name))
                .isZero();
    }

    @Test
    void send_recordThatTheUsersMappingRefuses_becomesADeadLetter(RunningVigia vigia) throws Exception {
        Search search = vigia.elasticsearch();
        awaitFound(vigia, sendLog(vigia));
        search.call("PUT", "/_component_template/vigia-logs@custom", """
                {"template": {"mappings": {"properties": {"event": {"properties":
                  {"action": {"type": "long", "ignore_malformed": false}}}}}}}""");
        try {
            rollOver(search);
            Sent sent = vigia.kafka().send(vigia.topics().logs(), avro(vigia, log("not-a-number")));
            vigia.kafka().send(vigia.topics().logs(), avro(vigia, log("42")));

            awaitFound(vigia, "42");
            assertDeadLetters(vigia, sent, Set.of("elasticsearch"), "event.action");
        } finally {
            search.call("PUT", "/_component_template/vigia-logs@custom", "{\"template\": {}}");
            rollOver(search);
        }
        awaitFound(vigia, sendLog(vigia));
    }

    @Test
    void send_nonsenseToControl_becomesADeadLetterAndPartsStartAllTheSame(RunningVigia vigia) throws Exception {
        Sent sent = vigia.kafka().send(vigia.topics().control(), bytes("nonsense"));

        assertDeadLetters(vigia, sent, Set.of("control"), "Avro");
        try (Wiring wiring = new Wiring(vigia.settings(), Map::of)) {
            assertThat(wiring.applyRules()).as("rule files that have changed").isEmpty();
        }
    }

    @Test
    void ship_lineOfTenMegabytes_isNamedInOneLine(RunningVigia vigia) throws Exception {
        String service = name();
        Path file = Files.writeString(dir.resolve("large.log"), "before\n" + tenMegabytes() + "\nafter\n");

        RunningVigia.Run run = vigia.ship(file, "--format", "text", "--service", service);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines().filter(line -> line.startsWith("vigia: ")))
                .singleElement()
                .asString()
                .contains("large.log, line 2", "1048576")
                .hasSizeLessThan(1_000);
    }

    @Test
    void ship_fileThatIsNotUtf8_isReadAsLatin1(RunningVigia vigia) throws Exception {
        String service = name();
        Path file = Files.write(dir.resolve("latin1.log"), "un caf\u00e9\n".getBytes(ISO_8859_1));

        assertThat(vigia.ship(file, "--format", "text", "--service", service).exitCode())
                .isZero();

        String query = "service.name:" + service;
        await().atMost(RunningVigia.LONG).until(() -> vigia.elasticsearch().count(Search.LOGS, query) == 1);
        assertThat(vigia.elasticsearch()
                        .documents(Search.LOGS, query)
                        .get(0)
                        .path("message")
                        .asText())
                .isEqualTo("un caf\u00e9");
    }

    /** In the topic, with bytes, headers, origin and reason; and in Elasticsearch. */
    private static void assertDeadLetters(RunningVigia vigia, Sent sent, Set<String> stages, String reason) {
        await().atMost(RunningVigia.LONG)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(
                                deadLetters(vigia, sent).stream().map(letter -> header(letter, DeadLetters.STAGE)))
                        .containsExactlyInAnyOrderElementsOf(stages));
        assertThat(deadLetters(vigia, sent)).allSatisfy(letter -> {
            assertThat(letter.value()).isEqualTo(sent.value());
            assertThat(header(letter, DeadLetters.REASON)).contains(reason).hasLineCount(1);
            sent.headers().forEach(header -> assertThat(letter.headers()).contains(header));
        });
        String query = "dead_letter.topic:" + sent.topic() + " AND dead_letter.partition:" + sent.partition()
                + " AND dead_letter.offset:" + sent.offset();
        await().atMost(RunningVigia.LONG)
                .until(() -> vigia.elasticsearch().count(Search.DEAD_LETTERS, query) == stages.size());
        assertThat(vigia.elasticsearch().documents(Search.DEAD_LETTERS, query)).allSatisfy(document -> {
            assertThat(document.at("/error/message").asText()).contains(reason);
            assertThat(document.at("/dead_letter/bytes").asInt()).isEqualTo(sent.value().length);
            assertThat(sent.value()).startsWith(original(document));
        });
    }

    private static byte[] original(JsonNode document) {
        JsonNode text = document.at("/event/original");
        return text.isMissingNode()
                ? Base64.getDecoder().decode(document.at("/dead_letter/value").asText())
                : bytes(text.asText());
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(RunningVigia vigia, Sent sent) {
        return vigia.kafka().read(vigia.topics().deadLetters()).stream()
                .filter(letter -> header(letter, DeadLetters.TOPIC).equals(sent.topic()))
                .filter(letter -> header(letter, DeadLetters.PARTITION).equals(Integer.toString(sent.partition())))
                .filter(letter -> header(letter, DeadLetters.OFFSET).equals(Long.toString(sent.offset())))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }

    /** The one document with this event name. */
    private static JsonNode awaitFound(RunningVigia vigia, String name) {
        String query = "event.action:\"" + name + "\"";
        await().atMost(RunningVigia.LONG).until(() -> vigia.elasticsearch().count(Search.LOGS, query) == 1);
        return vigia.elasticsearch().documents(Search.LOGS, query).get(0);
    }

    private static String sendLog(RunningVigia vigia) throws Exception {
        String name = name();
        vigia.kafka().send(vigia.topics().logs(), avro(vigia, log(name)));
        return name;
    }

    private static void rollOver(Search search) {
        assertThat(search.call("POST", "/" + Search.LOGS + "/_rollover", "")
                        .path("rolled_over")
                        .asBoolean())
                .isTrue();
    }

    private static byte[] avro(RunningVigia vigia, Log.Builder log) {
        return vigia.kafka().avro(vigia.topics().logs(), log.build());
    }

    private static Log.Builder log(String event) {
        return Log.newBuilder().setTimestamp(micros(Instant.now())).setEventName(event);
    }

    private static String json(String event) {
        return "{\"event_name\": \"" + event + "\"}";
    }

    private static String name() {
        return "good-" + UUID.randomUUID();
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static String tenMegabytes() {
        return "x".repeat(TEN_MEGABYTES);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
