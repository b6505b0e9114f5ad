package dev.vigia.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.http.HttpHost;
import org.apache.http.entity.ContentType;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.client.RestClient;

/** An Elasticsearch node that takes bulk requests as they are. */
final class BulkTarget implements AutoCloseable {

    static final int BATCH = 2_000;
    static final int IN_FLIGHT = 5;

    static final String STREAM = "logs-vigia-default";
    private static final ContentType NDJSON = ContentType.create("application/x-ndjson");

    private final RestClient client;

    BulkTarget(URI url) {
        this.client = RestClient.builder(HttpHost.create(url.toString())).build();
    }

    /** Takes the data stream away, if there is one. */
    void empty() throws IOException {
        try {
            client.performRequest(new Request("DELETE", "/_data_stream/" + STREAM));
        } catch (ResponseException e) {
            if (e.getResponse().getStatusLine().getStatusCode() != 404) throw e;
        }
    }

    /** How many documents the node has indexed since the stream began; 0 if there is none yet. */
    long indexed() throws IOException {
        Request request = new Request("GET", "/" + STREAM + "/_stats/indexing");
        request.addParameter("filter_path", "_all.primaries.indexing.index_total");
        try {
            String answer = EntityUtils.toString(client.performRequest(request).getEntity());
            String digits = answer.replaceAll("\\D", "");
            return digits.isEmpty() ? 0 : Long.parseLong(digits);
        } catch (ResponseException e) {
            if (e.getResponse().getStatusLine().getStatusCode() != 404) throw e;
            return 0;
        }
    }

    void requireDocuments(int documents) throws IOException {
        client.performRequest(new Request("POST", "/" + STREAM + "/_refresh"));
        Response answer = client.performRequest(new Request("GET", "/" + STREAM + "/_count"));
        String count = EntityUtils.toString(answer.getEntity());
        Failures.require(count.contains("\"count\":" + documents + ","), documents + " documents were sent: " + count);
    }

    /** Sends all bodies, a few at a time; timed as the connector is. */
    Speed send(List<byte[]> bodies, int documents) throws Exception {
        Stretch stretch = new Stretch(documents);
        AtomicLong sent = new AtomicLong();
        AtomicLong done = new AtomicLong();
        Semaphore room = new Semaphore(IN_FLIGHT);
        CompletableFuture<Void> end = new CompletableFuture<>();
        for (byte[] body : bodies) {
            room.acquire();
            Failures.require(!end.isCompletedExceptionally(), "a bulk request failed: " + end);
            client.performRequestAsync(bulk(body), new ResponseListener() {
                @Override
                public void onSuccess(Response response) {
                    try {
                        String answer = EntityUtils.toString(response.getEntity(), StandardCharsets.US_ASCII);
                        Failures.require(!answer.contains("\"error\""), answer);
                        long entries = Math.min(BATCH, documents - sent.getAndAdd(BATCH));
                        synchronized (stretch) {
                            if (stretch.at(done.addAndGet(entries))) end.complete(null);
                        }
                    } catch (IOException | RuntimeException e) {
                        end.completeExceptionally(e);
                    }
                    room.release();
                }

                @Override
                public void onFailure(Exception e) {
                    end.completeExceptionally(e);
                    room.release();
                }
            });
        }
        end.get();
        return stretch.speed();
    }

    private static Request bulk(byte[] body) {
        Request request = new Request("POST", "/_bulk");
        // As the connector asks for it.
        request.addParameter(
                "filter_path",
                "items.*.status,items.*.failure_store,items.*.error.type,items.*.error.reason,"
                        + "items.*.error.caused_by.type,items.*.error.caused_by.reason");
        request.addParameter("require_data_stream", "true");
        request.setEntity(new NByteArrayEntity(body, NDJSON));
        return request;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
