package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElasticsearchProcessIT {
    private static final String TEMPLATE = """
            {"index_patterns": ["logs-*"], "data_stream": {}, "priority": 500,
             "template": {"settings": {"number_of_replicas": 0},
                          "mappings": {"properties": {"level": {"type": "keyword"}}}}}""";

    @TempDir
    Path dir;

    @Test
    void dataStream_createdByBulk_keepsEachIdOnceAndRollsOver() throws Exception {
        try (ElasticsearchProcess node = start()) {
            Rest rest = new Rest(node.url());
            assertThat(rest.get("/").body().at("/version/number").asText()).startsWith("8.");
            assertThat(rest.put("/_index_template/logs", TEMPLATE).status()).isEqualTo(200);

            assertThat(create(rest, "a")).isEqualTo(201);
            assertThat(create(rest, "a")).isEqualTo(409);
            assertThat(create(rest, "b")).isEqualTo(201);
            assertThat(hits(rest, "level:ERROR")).isEqualTo(2);
            assertThat(hits(rest, "level:INFO")).isZero();

            assertThat(rest.post("/logs-app/_rollover", "")
                            .body()
                            .at("/rolled_over")
                            .asBoolean())
                    .isTrue();
            var stream = rest.get("/_data_stream/logs-app").body().at("/data_streams/0");
            assertThat(stream.at("/indices")).hasSize(2);
            assertThat(stream.at("/template").asText()).isEqualTo("logs");
            assertThat(stream.at("/status").asText()).isEqualTo("GREEN");

            assertThat(rest.delete("/_data_stream/logs-app").status()).isEqualTo(200);
            assertThat(rest.get("/_data_stream").body().at("/data_streams")).isEmpty();
            assertThat(rest.get("/_data_stream/logs-app").status()).isEqualTo(404);
        }
    }

    @Test
    void lifecycle_set_isShownUntilItIsRemoved() throws Exception {
        try (ElasticsearchProcess node = start()) {
            Rest rest = new Rest(node.url());
            rest.put("/_index_template/logs", TEMPLATE);
            create(rest, "a");

            assertThat(rest.put("/_data_stream/logs-app/_lifecycle", "{\"data_retention\": \"7d\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(retention(rest)).isEqualTo("7d");

            assertThat(rest.delete("/_data_stream/logs-app/_lifecycle").status())
                    .isEqualTo(200);
            assertThat(retention(rest)).isEmpty();
        }
    }

    @Test
    void esql_overADataStream_counts() throws Exception {
        try (ElasticsearchProcess node = start()) {
            Rest rest = new Rest(node.url());
            rest.put("/_index_template/logs", TEMPLATE);
            create(rest, "a");
            create(rest, "b");

            var answer = rest.post("/_query", "{\"query\": \"FROM logs-* | STATS n = COUNT(*) BY level\"}");

            assertThat(answer.body().at("/values").toString()).isEqualTo("[[2,\"ERROR\"]]");
        }
    }

    @Test
    void start_again_keepsData() throws Exception {
        try (ElasticsearchProcess node = start()) {
            new Rest(node.url()).put("/_index_template/logs", TEMPLATE);
            assertThat(create(new Rest(node.url()), "a")).isEqualTo(201);
        }
        ElasticsearchProcess killed = start();
        assertThat(hits(new Rest(killed.url()), "level:ERROR")).isEqualTo(1);
        assertThat(create(new Rest(killed.url()), "b")).isEqualTo(201);
        killed.kill();
        assertThat(killed.alive()).isFalse();
        try (ElasticsearchProcess node = start()) {
            assertThat(hits(new Rest(node.url()), "level:ERROR")).isEqualTo(2);
        }
    }

    @Test
    void start_dataIsUnusable_quotesTheLog() throws Exception {
        Files.writeString(dir.resolve("data"), "a file where a directory should be");

        assertThatThrownBy(this::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContainingAll(
                        "Elasticsearch", dir.resolve("elasticsearch.log").toString(), "data");
    }

    private ElasticsearchProcess start() {
        return ElasticsearchProcess.start(dir, 0, PlatformHome.find().elasticsearch());
    }

    private static int create(Rest rest, String id) throws Exception {
        String bulk = """
                {"create": {"_id": "%s"}}
                {"@timestamp": "2026-01-01T00:00:00Z", "level": "ERROR"}
                """.formatted(id);
        return rest.post("/logs-app/_bulk?refresh=true", bulk)
                .body()
                .at("/items/0/create/status")
                .asInt();
    }

    private static int hits(Rest rest, String query) throws Exception {
        return rest.get("/logs-*/_search?q=" + query)
                .body()
                .at("/hits/total/value")
                .asInt();
    }

    private static String retention(Rest rest) throws Exception {
        return rest.get("/_data_stream/logs-app/_lifecycle")
                .body()
                .at("/data_streams/0/lifecycle/data_retention")
                .asText();
    }
}
