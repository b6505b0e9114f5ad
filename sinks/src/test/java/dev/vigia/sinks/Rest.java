package dev.vigia.sinks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Elasticsearch as a test sees it. */
public final class Rest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;

    Rest(String url) {
        this.url = url;
    }

    public JsonNode call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return JSON.readTree(
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (Exception e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    /** How many documents there are; 0 if there is no such index. */
    public long count(String index) {
        call("POST", "/" + index + "/_refresh", "");
        return call("GET", "/" + index + "/_count", "").path("count").asLong();
    }

    public JsonNode search(String index, String body) {
        call("POST", "/" + index + "/_refresh", "");
        return call("POST", "/" + index + "/_search", body);
    }

    /** Up to 10 documents, without what is around them. */
    public List<JsonNode> documents(String index) {
        return search(index, "{\"sort\": [{\"vigia.kafka.offset\": \"asc\"}]}")
                .path("hits")
                .path("hits")
                .findValues("_source");
    }
}
