package dev.vigia.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;

/** Somebody who searches again and again, and takes down when which probe was found. */
final class SearchWatch implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long PAUSE_MILLIS = 100;

    /** The last ones, of more than half a minute. */
    private static final String SEARCH = """
            {"size": 500, "_source": ["attributes.probe"], "track_total_hits": false,
             "query": {"term": {"event.action": "probe"}}, "sort": [{"@timestamp": "desc"}]}""";

    private final RestClient client;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::watch, "bench-search");
    private volatile boolean closed;

    SearchWatch(URI elasticsearch) {
        client = RestClient.builder(HttpHost.create(elasticsearch.toString())).build();
        thread.start();
    }

    /** When a probe was found first: milliseconds since 1970-01-01 UTC. */
    Map<String, Long> seen() {
        return seen;
    }

    private void watch() {
        try {
            while (!closed) {
                search();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            System.err.println("A search failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void search() throws IOException {
        Request request = new Request("POST", "/" + BulkTarget.STREAM + "/_search");
        request.setJsonEntity(SEARCH);
        try (InputStream answer = client.performRequest(request).getEntity().getContent()) {
            JsonNode found = JSON.readTree(answer);
            long now = System.currentTimeMillis();
            for (JsonNode probe : found.findValues("probe")) seen.putIfAbsent(probe.asText(), now);
        } catch (ResponseException e) {
            // Until the first document there is no stream, and for a moment no shard.
            int status = e.getResponse().getStatusLine().getStatusCode();
            if (status != 404 && status != 503) throw e;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
