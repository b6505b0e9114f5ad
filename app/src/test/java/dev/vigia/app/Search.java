package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Elasticsearch as somebody with {@code curl} sees it. Queries are in its query-string syntax. */
final class Search {

    static final String LOGS = "logs-vigia-default";
    static final String DEAD_LETTERS = "logs-vigia.dead_letter-default";
    static final String ALERTS = "logs-vigia.alert-default";
    static final String CURRENT_ALERTS = "vigia-alerts-current";
    static final String ROLLUPS = "vigia-rollups-*";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String url;

    Search(String url) {
        this.url = url;
    }

    JsonNode call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return JSON.readTree(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many documents match; 0 while there is no such index. */
    long count(String index, String query) {
        return search(index, query, "\"size\": 0, \"track_total_hits\": true")
                .at("/hits/total/value")
                .asLong();
    }

    /** The matching documents, at most 10,000. */
    List<JsonNode> documents(String index, String query) {
        return search(index, query, "\"size\": 10000").at("/hits/hits").findValues("_source");
    }

    /** How many documents have each value of a numeric field. */
    Map<Long, Long> counts(String index, String query, String field) {
        Map<Long, Long> counts = new TreeMap<>();
        search(
                        index,
                        query,
                        "\"size\": 0, \"aggs\": {\"n\": {\"terms\": {\"size\": 100, \"field\": \"" + field + "\"}}}")
                .at("/aggregations/n/buckets")
                .forEach(bucket -> counts.put(
                        bucket.path("key").asLong(), bucket.path("doc_count").asLong()));
        return counts;
    }

    long sum(String index, String query, String field) {
        return search(index, query, "\"size\": 0, \"aggs\": {\"n\": {\"sum\": {\"field\": \"" + field + "\"}}}")
                .at("/aggregations/n/value")
                .asLong();
    }

    private JsonNode search(String index, String query, String more) {
        call("POST", "/" + index + "/_refresh?ignore_unavailable=true", "");
        String quoted = query.replace("\\", "\\\\").replace("\"", "\\\"");
        JsonNode answer = call(
                "POST",
                "/" + index + "/_search?ignore_unavailable=true",
                "{\"query\": {\"query_string\": {\"query\": \"" + quoted + "\"}}, " + more + "}");
        assertThat(answer.path("error").isMissingNode()).as(answer.toString()).isTrue();
        assertThat(answer.at("/_shards/failed").asLong()).as(answer.toString()).isZero();
        return answer;
    }
}
