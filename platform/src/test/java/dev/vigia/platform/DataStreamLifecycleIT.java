package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks are asked for, and the ages of indices are set: nothing here waits for time to pass. */
class DataStreamLifecycleIT {
    private static final String STREAM = "logs-app";

    @TempDir
    static Path dir;

    private static ElasticsearchProcess node;
    private static Rest rest;

    @BeforeAll
    static void start() throws Exception {
        startNode();
        rest.put("/_index_template/logs", """
                {"index_patterns": ["logs-*"], "data_stream": {}, "priority": 500,
                 "template": {"settings": {"number_of_replicas": 0}, "lifecycle": {"data_retention": "30d"}}}""");
    }

    private static void startNode() {
        node = ElasticsearchProcess.start(dir, 0, PlatformHome.find().elasticsearch());
        rest = new Rest(node.url());
    }

    @BeforeEach
    void clean() throws Exception {
        rest.delete("/_data_stream/*");
        set("cluster.lifecycle.default.rollover", "null");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void check_streamIsAtTheBound_rollsOverAndKeepsEachDocumentOnce() throws Exception {
        set("cluster.lifecycle.default.rollover", "\"max_docs=2,min_docs=1\"");
        create(STREAM, "a");
        assertThat(check().path("rolled_over")).isEmpty();

        create(STREAM, "b");
        assertThat(check().path("rolled_over"))
                .singleElement()
                .satisfies(name -> assertThat(name.asText()).isEqualTo(STREAM));
        assertThat(check().path("rolled_over")).as("an empty write index").isEmpty();
        create(STREAM, "c");

        assertThat(indices(STREAM)).hasSize(2);
        assertThat(ids(STREAM)).containsExactly("a", "b", "c");
        assertThat(rest.get("/_data_stream/" + STREAM)
                        .body()
                        .at("/data_streams/0/indices/0/managed_by")
                        .asText())
                .isEqualTo("Data stream lifecycle");
    }

    @Test
    void check_streamIsOlderThanTheBound_rollsOver() throws Exception {
        set("cluster.lifecycle.default.rollover", "\"max_age=1ms,min_docs=1\"");
        create(STREAM, "a");

        assertThat(check().path("rolled_over")).hasSize(1);
        assertThat(ids(STREAM)).containsExactly("a");
    }

    @Test
    void check_indicesPastTheirRetention_goAndYoungerOnesAndTheWriteIndexStay() throws Exception {
        List<String> indices = generations(STREAM, 3);
        age(indices.get(0), 31);
        age(indices.get(1), 29);
        age(indices.get(2), 365);

        JsonNode done = check();

        assertThat(done.path("deleted"))
                .singleElement()
                .satisfies(name -> assertThat(name.asText()).isEqualTo(indices.get(0)));
        assertThat(done.path("failed")).isEmpty();
        assertThat(indices(STREAM)).containsExactly(indices.get(1), indices.get(2));
        assertThat(ids(STREAM)).containsExactly("1", "2");
    }

    @Test
    void check_retentionOfTheStreamItself_takesThePlaceOfTheTemplates() throws Exception {
        List<String> indices = generations(STREAM, 2);
        age(indices.get(0), 365);
        rest.put("/_data_stream/" + STREAM + "/_lifecycle", "{}");
        assertThat(check().path("deleted")).as("no retention: for ever").isEmpty();

        rest.put("/_data_stream/" + STREAM + "/_lifecycle", "{\"data_retention\": \"1d\", \"enabled\": false}");
        assertThat(check().path("deleted")).as("a lifecycle that is off").isEmpty();

        rest.put("/_data_stream/" + STREAM + "/_lifecycle", "{\"data_retention\": \"364d\"}");
        assertThat(check().path("deleted")).hasSize(1);
        assertThat(ids(STREAM)).containsExactly("1");
    }

    @Test
    void poll_intervalHasPassed_checksByItself() throws Exception {
        List<String> indices = generations(STREAM, 2);
        age(indices.get(0), 31);
        set("data_streams.lifecycle.poll_interval", "\"1s\"");
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> indices(STREAM).equals(List.of(indices.get(1))));
        } finally {
            set("data_streams.lifecycle.poll_interval", "null");
        }
    }

    @Test
    void check_nodeIsKilledInTheMiddle_theNextOneFinishesIt() throws Exception {
        List<String> old = new ArrayList<>();
        List<String> young = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<String> indices = generations(STREAM + i, 3);
            age(indices.get(0), 31);
            old.add(indices.get(0));
            young.addAll(indices.subList(1, 3));
        }
        var running = CompletableFuture.runAsync(() -> {
            try {
                check();
            } catch (Exception e) {
                // The node went away.
            }
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> indices(STREAM + "*").size() < 24);
        node.kill();
        running.join();
        startNode();
        assertThat(indices(STREAM + "*")).containsAll(young);

        check();

        assertThat(indices(STREAM + "*")).containsExactlyInAnyOrderElementsOf(young);
        for (int i = 0; i < 8; i++) assertThat(ids(STREAM + i)).containsExactly("1", "2");
    }

    /** A stream of backing indices with one document each, the oldest first. */
    private static List<String> generations(String stream, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            if (i > 0) rest.post("/" + stream + "/_rollover", "");
            create(stream, Integer.toString(i));
        }
        return indices(stream);
    }

    private static void age(String index, long days) throws Exception {
        long origin = Instant.now().minus(Duration.ofDays(days)).toEpochMilli();
        String body = "{\"index.lifecycle.origination_date\": " + origin + "}";
        assertThat(rest.put("/" + index + "/_settings", body).status()).isEqualTo(200);
    }

    private static JsonNode check() throws Exception {
        Rest.Answer answer = rest.post("/_vigia/lifecycle", "");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static void set(String key, String value) throws Exception {
        String body = "{\"persistent\": {\"" + key + "\": " + value + "}}";
        assertThat(rest.put("/_cluster/settings", body).status()).isEqualTo(200);
    }

    private static void create(String stream, String id) throws Exception {
        String bulk = """
                {"create": {"_id": "%s"}}
                {"@timestamp": "2026-01-01T00:00:00Z"}
                """.formatted(id);
        rest.post("/" + stream + "/_bulk?refresh=true", bulk);
    }

    private static List<String> indices(String stream) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonNode one : rest.get("/_data_stream/" + stream).body().path("data_streams")) {
            one.path("indices")
                    .forEach(index -> names.add(index.path("index_name").asText()));
        }
        return names;
    }

    private static List<String> ids(String stream) throws Exception {
        return rest.get("/" + stream + "/_search?sort=_doc").body().at("/hits/hits").findValuesAsText("_id").stream()
                .sorted()
                .toList();
    }
}
