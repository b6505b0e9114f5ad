package dev.vigia.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.LedgerGrid;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Acknowledged;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Rest;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.Stack;
import dev.vigia.sinks.Stack.RawSent;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticsearchSinkIT {

    private static final String NAME = "elasticsearch";
    private static final String LOGS = "logs-vigia-default";

    @TempDir
    static Path dir;

    private static Stack stack;
    private static Rest rest;

    @BeforeAll
    static void start() {
        stack = new Stack(dir);
        stack.startElasticsearch();
        rest = stack.elasticsearch();
    }

    @BeforeEach
    void install() {
        stack.install();
    }

    @AfterEach
    void stopConnector() {
        stack.stop(NAME);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void put_oneRecordOfEachTopic_isFoundByItsFields() throws Exception {
        stack.send("logs", null, Samples.access());
        stack.send("metrics", null, Samples.metric());
        List<RawSent> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Metric metric =
                    Metric.newBuilder(Samples.metric()).setName("requests-" + i).build();
            requests.add(stack.send("metrics", "the same partition", metric));
        }
        stack.send("spans", null, Samples.span());
        stack.send("alerts", "0123456789abcdef", Samples.alert(Transition.SNOOZED, AlertState.ACTIVE));
        stack.send("alerts.current", "0123456789abcdef", Samples.alert(Transition.ACTIVE, AlertState.ACTIVE));
        stack.send("rollups", "requests|shop|/pay|1|0", Samples.rollup(1, 10));
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(found(LOGS, "http.response.status_code", "500")).isOne();
        assertThat(found(LOGS, "client.ip", "203.0.113.0/24")).isOne();
        assertThat(found(LOGS, "attributes.cart.total", "12.5")).isOne();
        assertThat(found(LOGS, "data_stream.dataset", "vigia")).isOne();
        assertThat(found("metrics-vigia-default", "metric.name", "http.server.request.duration"))
                .isOne();
        assertThat(found("traces-vigia-default", "trace.id", "0af7651916cd43dd8448eb211c80319c"))
                .isOne();
        assertThat(found("logs-vigia.alert-default", "episode.status", "active"))
                .isOne();
        assertThat(found("logs-vigia.alert-default", "action_type", "snooze")).isOne();
        assertThat(found("logs-vigia.alert-default", "expiry", "2026-01-02T03:05:05.123Z"))
                .isOne();
        assertThat(found("vigia-alerts-current", "rule.id", "checkout-errors")).isOne();
        assertThat(found("vigia-rollups-2026.01", "rollup.dimensions.route", "/pay"))
                .isOne();
        assertThat(rest.call("GET", "/_index_template/vigia-logs", "")
                        .at("/index_templates/0/index_template/template/lifecycle/data_retention")
                        .asText())
                .isEqualTo("30d");
        assertThat(rest.call("GET", "/_data_stream/" + LOGS, "")
                        .at("/data_streams/0/template")
                        .asText())
                .isEqualTo("vigia-logs");
        assertThat(behindTheLink(requests.get(0), requests.get(2))).containsExactly("requests-0", "requests-2");
    }

    /** The metrics that Kibana shows by the link of an alert whose value came from these records. */
    private static List<String> behindTheLink(RawSent... records) throws Exception {
        List<OffsetRange> ranges = Stream.of(records)
                .map(sent -> new OffsetRange(sent.topic(), sent.partition(), sent.offset(), sent.offset(), 1L))
                .toList();
        Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setWindowEnd(Samples.MILLIS + 1_000)
                .setEvidence(new Evidence((long) ranges.size(), ranges, List.of()))
                .build();
        Links links = new Links("http://vigia.example", Optional.of("https://kibana.example"));
        String url = new Texts(Reader.DEFAULT, links)
                .of(Samples.notification("n", "r", "email", alert))
                .alerts()
                .get(0)
                .link(Link.Kind.RECORDS)
                .orElseThrow()
                .url();
        JsonNode link = new ObjectMapper()
                .readTree(URLDecoder.decode(url.substring(url.indexOf("&p=") + 3), StandardCharsets.UTF_8));
        ObjectNode search = JsonNodeFactory.instance.objectNode();
        var filter = search.putObject("query").putObject("bool").putArray("filter");
        filter.addObject()
                .putObject("range")
                .putObject(link.at("/dataViewSpec/timeFieldName").asText())
                .put("gte", link.at("/timeRange/from").asText())
                .put("lte", link.at("/timeRange/to").asText());
        filter.addObject()
                .putObject("query_string")
                .put("query", lucene(link.at("/query/query").asText()));
        search.putArray("sort").add("vigia.kafka.offset");
        JsonNode answer = rest.search(link.at("/dataViewSpec/title").asText(), search.toString());
        assertThat(answer.path("error").isMissingNode()).as("%s", answer).isTrue();
        return answer.at("/hits/hits").findValues("metric").stream()
                .map(metric -> metric.path("name").asText())
                .toList();
    }

    /** Kibana's language says and, or, and bounds in other signs than Elasticsearch's. */
    private static String lucene(String kuery) {
        return kuery.replace(" and ", " AND ").replace(" or ", " OR ").replaceAll("([<>]=)", ":$1");
    }

    @Test
    void put_redeliveredAfterRollOver_isThereOnce() throws Exception {
        sendLogs(0, 3_000);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);
        stack.stop(NAME);
        assertThat(rest.call("POST", "/" + LOGS + "/_rollover", "")
                        .path("rolled_over")
                        .asBoolean())
                .isTrue();
        stack.rewind(NAME);
        sendLogs(3_000, 1_000);

        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(rest.count(LOGS)).isEqualTo(4_000);
        assertThat(distinctMessages()).isEqualTo(4_000);
    }

    @Test
    void put_redeliveredIntoTheSameIndex_isThereOnce() throws Exception {
        sendLogs(0, 500);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);
        stack.stop(NAME);
        stack.rewind(NAME);

        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(rest.count(LOGS)).isEqualTo(500);
    }

    @Test
    void put_elasticsearchIsKilledAndComesBack_allArriveOnce() throws Exception {
        stack.start(NAME, config());
        sendLogs(0, 20_000);
        await().atMost(Stack.LONG).until(() -> rest.count(LOGS) > 1_000);
        stack.killElasticsearch();
        sendLogs(20_000, 20_000);
        stack.startElasticsearch();
        sendLogs(40_000, 1_000);

        stack.awaitCaughtUp(NAME);

        assertThat(stack.running(NAME)).isTrue();
        assertThat(rest.count(LOGS)).isEqualTo(41_000);
        assertThat(stack.read("dead-letters")).isEmpty();
    }

    @Test
    void put_unreadableAndUnindexableRecords_becomeDeadLettersWithTheirBytes() throws Exception {
        byte[] json = "{\"not\": \"avro\"}".getBytes(StandardCharsets.UTF_8);
        byte[] unknownSchema = {0, 0x7f, 0, 0, 1, 2, 3};
        var bad = List.of(
                stack.sendBytes("logs", "k1", json),
                stack.sendBytes("logs", "k2", unknownSchema),
                stack.sendBytes("logs", "k3", new byte[] {0, (byte) 0xff}),
                // A flattened field refuses a NUL in a key.
                stack.send(
                        "logs",
                        "k4",
                        Samples.log("nul").setAttributes(Map.of("a\0b", "x")).build()));
        sendLogs(0, 10);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        Map<String, ConsumerRecord<byte[], byte[]>> letters = stack.read("dead-letters").stream()
                .collect(Collectors.toMap(
                        letter -> header(letter, DeadLetters.PARTITION) + "@" + header(letter, DeadLetters.OFFSET),
                        letter -> letter));
        assertThat(letters).hasSize(bad.size());
        bad.forEach(sent -> {
            var letter = letters.get(sent.partition() + "@" + sent.offset());
            assertThat(letter.value()).isEqualTo(sent.value());
            assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(stack.topic("logs"));
            assertThat(header(letter, DeadLetters.STAGE)).isEqualTo("elasticsearch");
            assertThat(header(letter, DeadLetters.REASON)).isNotBlank();
        });
        assertThat(rest.count(LOGS)).isEqualTo(10);
        await().atMost(Stack.LONG).until(() -> rest.count("logs-vigia.dead_letter-default") == bad.size());
        assertThat(found("logs-vigia.dead_letter-default", "dead_letter.stage", "elasticsearch"))
                .isEqualTo(4);
        assertThat(stack.running(NAME)).isTrue();
    }

    @Test
    void put_mappingConflictOfTheUsersOwnTemplate_becomesADeadLetterAndNoLoop() throws Exception {
        rest.call("PUT", "/_component_template/vigia@custom", """
                {"template": {"mappings": {"properties":
                  {"event": {"properties": {"kind": {"type": "long", "ignore_malformed": false}}}}}}}""");
        var sent = stack.send("logs", null, Samples.access());
        stack.start(NAME, config());
        await().atMost(Stack.LONG).until(() -> !stack.read("dead-letters").isEmpty());
        stack.awaitCaughtUp(NAME);

        assertThat(stack.read("dead-letters")).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(sent.value());
            assertThat(header(letter, DeadLetters.REASON)).contains("event.kind");
        });
        assertThat(rest.count("logs-vigia.dead_letter-default")).isZero();
        assertThat(stack.running(NAME)).isTrue();
    }

    @Test
    void put_indexIsReadOnly_waitsAndGoesOn() throws Exception {
        sendLogs(0, 10);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);
        rest.call("PUT", "/" + LOGS + "/_settings", "{\"index.blocks.write\": true}");
        sendLogs(10, 100);
        stack.send("metrics", null, Samples.metric());
        await().atMost(Stack.LONG).until(() -> rest.count("metrics-vigia-default") == 1);
        assertThat(rest.count(LOGS)).isEqualTo(10);

        rest.call("PUT", "/" + LOGS + "/_settings", "{\"index.blocks.write\": false}");
        stack.awaitCaughtUp(NAME);

        assertThat(rest.count(LOGS)).isEqualTo(110);
        assertThat(stack.read("dead-letters")).isEmpty();
    }

    @Test
    void put_templateWasDeleted_isInstalledAgainBeforeAnythingIsWritten() throws Exception {
        sendLogs(0, 10);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);
        rest.call("DELETE", "/_data_stream/" + LOGS, "");
        rest.call("DELETE", "/_index_template/vigia-logs", "");

        sendLogs(10, 10);
        stack.awaitCaughtUp(NAME);

        assertThat(rest.count(LOGS)).isEqualTo(10);
        assertThat(rest.call("GET", "/_data_stream/" + LOGS, "")
                        .at("/data_streams/0/template")
                        .asText())
                .isEqualTo("vigia-logs");
    }

    @Test
    void put_laterRevisions_replaceEarlierOnesWhateverTheirOrder() throws Exception {
        stack.send("rollups", "r", Samples.rollup(1, 10));
        stack.send("rollups", "r", Samples.rollup(3, 30));
        stack.send("rollups", "r", Samples.rollup(2, 20));
        stack.send("alerts.current", "a", Samples.alert(Transition.ACTIVE, AlertState.ACTIVE));
        stack.send("alerts.current", "a", Samples.alert(Transition.RESOLVED, AlertState.INACTIVE));
        stack.send("alerts.current", "b", Samples.alert(Transition.ACTIVE, AlertState.ACTIVE));
        stack.sendBytes("alerts.current", "b", null);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);
        stack.stop(NAME);
        stack.rewind(NAME);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(rest.documents("vigia-rollups-2026.01"))
                .singleElement()
                .satisfies(document ->
                        assertThat(document.at("/rollup/count").asLong()).isEqualTo(30));
        assertThat(rest.documents("vigia-alerts-current"))
                .singleElement()
                .satisfies(document ->
                        assertThat(document.at("/episode/status").asText()).isEqualTo("inactive"));
    }

    @Test
    void put_someItemsAre429_areTriedAgainWhileOthersProceed() throws Exception {
        try (MeddlingProxy proxy = new MeddlingProxy(stack.elasticsearchUrl())) {
            AtomicInteger refused = new AtomicInteger();
            proxy.meddle(MeddlingProxy.items(item -> {
                ObjectNode create = (ObjectNode) item.path("create");
                if (refused.incrementAndGet() > 200) return item;
                create.put("status", 429);
                create.putObject("error")
                        .put("type", "es_rejected_execution_exception")
                        .put("reason", "full");
                return item;
            }));
            sendLogs(0, 1_000);
            stack.start(NAME, configTo(proxy.url()));
            stack.awaitCaughtUp(NAME);

            assertThat(refused).hasValueGreaterThan(200);
            assertThat(rest.count(LOGS)).isEqualTo(1_000);
            assertThat(stack.read("dead-letters")).isEmpty();
        }
    }

    @Test
    void put_answerIsLostAndTheStreamRollsOver_isThereOnce() throws Exception {
        try (MeddlingProxy proxy = new MeddlingProxy(stack.elasticsearchUrl())) {
            AtomicInteger bulks = new AtomicInteger();
            proxy.meddle(real -> {
                if (bulks.incrementAndGet() > 3) return real;
                rest.call("POST", "/" + LOGS + "/_rollover", "");
                return null;
            });
            sendLogs(0, 1_000);
            stack.start(NAME, configTo(proxy.url()));
            stack.awaitCaughtUp(NAME);

            assertThat(bulks).hasPositiveValue();
            assertThat(rest.count(LOGS)).isEqualTo(1_000);
            assertThat(distinctMessages()).isEqualTo(1_000);
        }
    }

    @Test
    void put_requestIsTooLarge_isSplitUntilItFits() throws Exception {
        try (MeddlingProxy proxy = new MeddlingProxy(stack.elasticsearchUrl())) {
            proxy.meddle(new MeddlingProxy.Meddling() {
                @Override
                public int refuse(byte[] body) {
                    return body.length > 20_000 ? 413 : 0;
                }

                @Override
                public JsonNode answer(JsonNode real) {
                    return real;
                }
            });
            sendLogs(0, 500);
            var tooLarge =
                    stack.send("logs", null, Samples.log("x".repeat(30_000)).build());
            stack.start(NAME, configTo(proxy.url()));
            stack.awaitCaughtUp(NAME);

            assertThat(rest.count(LOGS)).isEqualTo(500);
            assertThat(stack.read("dead-letters"))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.value()).isEqualTo(tooLarge.value()));
        }
    }

    @Test
    void retention_monthOfRollups_goesWhenItEndedAndWasWrittenLongAgo() throws Exception {
        Instant now = Instant.now();
        rest.call("PUT", "/vigia-rollups-2020.01/_doc/1", "{}");
        rest.call("PUT", "/vigia-rollups-2099.12/_doc/1", "{}");
        rest.call("PUT", "/vigia-rollups-by-hand/_doc/1", "{}");
        try (RollupRetention before = rollupsAt(now.plus(Duration.ofDays(89)));
                RollupRetention after = rollupsAt(now.plus(Duration.ofDays(91)))) {
            assertThat(before.check()).as("old minutes that came in late").isEmpty();
            assertThat(after.check()).containsExactly("vigia-rollups-2020.01");
            assertThat(after.check()).isEmpty();
        }
        assertThat(rest.count("vigia-rollups-2099.12")).isOne();
        assertThat(rest.count("vigia-rollups-by-hand")).isOne();
        rest.call("DELETE", "/vigia-rollups-2099.12,vigia-rollups-by-hand", "");
    }

    @Test
    void start_monthOfRollupsPastItsRetention_isDeleted() throws Exception {
        rest.call("PUT", "/vigia-rollups-2020.01/_doc/1", "{}");
        Map<String, String> config = config();
        config.put("rollups.retention.ms", "0");
        stack.start(NAME, config);

        await().atMost(Stack.LONG).until(() -> rest.count("vigia-rollups-2020.01") == 0);
    }

    @Test
    void put_streamRollsOverByItsLifecycleAndRecordsComeAgain_areThereOnce() throws Exception {
        rest.call("PUT", "/_cluster/settings", rollover("\"max_docs=300,min_docs=1\""));
        try {
            for (int from = 0; from < 800; from += 400) {
                sendLogs(from, 400);
                stack.start(NAME, config());
                stack.awaitCaughtUp(NAME);
                stack.stop(NAME);
                // Refreshes: the bound is compared with what can be searched.
                assertThat(rest.count(LOGS)).isEqualTo(from + 400);
                assertThat(rest.call("POST", "/_vigia/lifecycle", "").path("rolled_over"))
                        .hasSize(1);
                stack.rewind(NAME);
            }
            stack.start(NAME, config());
            stack.awaitCaughtUp(NAME);
        } finally {
            rest.call("PUT", "/_cluster/settings", rollover("null"));
        }

        assertThat(rest.count(LOGS)).isEqualTo(800);
        assertThat(distinctMessages()).isEqualTo(800);
        assertThat(rest.call("GET", "/_data_stream/" + LOGS, "").at("/data_streams/0/indices"))
                .hasSize(3);
    }

    private static String rollover(String conditions) {
        return "{\"persistent\": {\"cluster.lifecycle.default.rollover\": " + conditions + "}}";
    }

    private static RollupRetention rollupsAt(Instant now) {
        return new RollupRetention(
                new HttpElasticsearch(ConnectionSettings.of(stack.elasticsearchUrl())),
                Duration.ofDays(90),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void ledger_taskIsKilledInTheMiddleOfABlock_everyCountIsTrue() throws Exception {
        sendLogs(0, 3_000);
        sendPoison(20);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);
        Map<TopicPartition, OffsetAndMetadata> committed = stack.committed(NAME);
        sendLogs(3_000, 3_000);
        sendPoison(20);
        stack.awaitCaughtUp(NAME);
        stack.stop(NAME);
        // What a kill leaves behind: the ledger has been told, and the offsets are not committed.
        stack.rewind(NAME, committed);
        sendLogs(6_000, 6_000);
        stack.start(NAME, config());
        stack.awaitCaughtUp(NAME);

        assertThat(rest.count(LOGS)).isEqualTo(12_000);
        Map<Integer, NavigableMap<Long, Boolean>> sent = new TreeMap<>();
        stack.read("logs")
                .forEach(record -> sent.computeIfAbsent(record.partition(), partition -> new TreeMap<>())
                        .put(record.offset(), record.value().length < 10));
        Map<Integer, Long> told = new TreeMap<>();
        for (LedgerEntry entry : stack.read("ledger.entries", LedgerEntry.class)) {
            Acknowledged acknowledged = (Acknowledged) entry.getBody();
            assertThat(acknowledged.getTopic()).isEqualTo(stack.topic("logs"));
            for (BlockCount count : acknowledged.getBlocks()) {
                var records = sent.get(acknowledged.getPartition()).subMap(count.getFromOffset(), count.getToOffset());
                long poison =
                        records.values().stream().filter(isPoison -> isPoison).count();
                assertThat(count)
                        .isEqualTo(new BlockCount(
                                count.getFromOffset(), count.getToOffset(), records.size() - poison, poison, Map.of()));
                assertThat(count.getFromOffset() % LedgerGrid.BLOCK).isZero();
                told.merge(acknowledged.getPartition(), count.getToOffset(), Math::max);
            }
        }
        sent.forEach((partition, records) -> assertThat(told).containsEntry(partition, records.lastKey() + 1));
    }

    private void sendPoison(int count) throws Exception {
        for (int i = 0; i < count; i++) stack.sendBytes("logs", null, new byte[] {(byte) i});
    }

    private Map<String, String> configTo(String url) {
        Map<String, String> config = config();
        config.put("connection.url", url);
        return config;
    }

    private Map<String, String> config() {
        Map<String, String> config = stack.connector(
                ElasticsearchSinkConnector.class.getName(),
                List.of(
                                stack.topics().logs(),
                                stack.topics().metrics(),
                                stack.topics().spans(),
                                stack.topics().rollups(),
                                stack.topics().alerts(),
                                stack.topics().alertsCurrent(),
                                stack.topics().deadLetters())
                        .stream()
                        .map(Topic::name)
                        .collect(Collectors.joining(",")));
        config.put("connection.url", stack.elasticsearchUrl());
        config.put("batch.size", "500");
        config.put("retry.backoff.max.ms", "1000");
        return config;
    }

    private void sendLogs(int from, int count) {
        for (int i = from; i < from + count; i++) {
            stack.sendSoon(
                    "logs",
                    null,
                    Samples.log("message-" + i).setEventName("e" + i).build());
        }
        stack.flush();
    }

    private long distinctMessages() {
        return rest.search(LOGS, """
                        {"size": 0, "aggs": {"n": {"cardinality": {"field": "event.action", "precision_threshold": 40000}}}}""").at("/aggregations/n/value").asLong();
    }

    private long found(String index, String field, String value) {
        JsonNode answer = rest.search(
                index, "{\"query\": {\"term\": {\"" + field + "\": \"" + value + "\"}}, \"track_total_hits\": true}");
        assertThat(answer.path("error").isMissingNode()).as(answer.toString()).isTrue();
        return answer.at("/hits/total/value").asLong();
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
