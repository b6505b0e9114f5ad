package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;

/** Elasticsearch by its Java client. */
final class HttpElasticsearch implements Elasticsearch {

    /** What is needed of the answer to a bulk request, and what the client does not do without. */
    private static final String BULK_ANSWER = "took,errors,items.*._index,items.*.status,items.*.failure_store,"
            + "items.*.error.type,items.*.error.reason,items.*.error.caused_by.type,items.*.error.caused_by.reason";

    private final ElasticsearchTransport transport;
    private final ElasticsearchClient client;
    private final ElasticsearchAsyncClient bulkClient;

    HttpElasticsearch(ConnectionSettings settings) {
        this(transport(settings));
    }

    HttpElasticsearch(ElasticsearchTransport transport) {
        this.transport = transport;
        client = new ElasticsearchClient(transport);
        bulkClient = new ElasticsearchAsyncClient(
                transport, transport.options().with(options -> options.setParameter("filter_path", BULK_ANSWER)));
    }

    private static ElasticsearchTransport transport(ConnectionSettings settings) {
        HttpHost[] hosts = settings.urls().stream().map(HttpHost::create).toArray(HttpHost[]::new);
        RestClient http = RestClient.builder(hosts)
                .setCompressionEnabled(settings.compression())
                .setDefaultHeaders(authorization(settings))
                .setRequestConfigCallback(request -> request.setConnectTimeout(settings.connectTimeoutMillis())
                        .setSocketTimeout(settings.readTimeoutMillis()))
                .build();
        return new RestClientTransport(http, new JacksonJsonpMapper(), null, NoopInstrumentation.INSTANCE);
    }

    private static Header[] authorization(ConnectionSettings settings) {
        List<Header> headers = new ArrayList<>();
        if (!settings.apiKey().isEmpty()) {
            headers.add(new BasicHeader("Authorization", "ApiKey " + settings.apiKey()));
        } else if (!settings.username().isEmpty()) {
            byte[] pair = (settings.username() + ':' + settings.password()).getBytes(StandardCharsets.UTF_8);
            headers.add(new BasicHeader(
                    "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)));
        }
        return headers.toArray(Header[]::new);
    }

    @Override
    public <T> Optional<T> call(String wish, int no, Call<T> call) throws UnavailableException {
        try {
            return Optional.of(call.on(client));
        } catch (IOException | RuntimeException e) {
            // Of an answer without sense the client throws whatever it stumbles over.
            if (status(e) == no) return Optional.empty();
            throw new UnavailableException("Elasticsearch does not " + wish + ": " + words(e), e);
        }
    }

    @Override
    public void bulk(List<Operation> entries, Consumer<BulkResult> whenDone) {
        BulkRequest request = new BulkRequest.Builder()
                .operations(entries.stream().map(Operation::entry).toList())
                // Without its template Elasticsearch would make a plain index of a stream's name.
                .requireDataStream(entries.get(0).appended())
                .build();
        bulkClient
                .bulk(request)
                .whenComplete((answer, failure) ->
                        whenDone.accept(failure == null ? read(answer, entries.size()) : failed(failure)));
    }

    private static BulkResult read(BulkResponse answer, int entries) {
        List<ItemResult> items = answer.items().stream().map(ItemResult::of).toList();
        if (items.size() == entries) return new BulkResult.Answered(items);
        return new BulkResult.Unavailable(items.size() + " answers to " + entries + " entries", true);
    }

    private static BulkResult failed(Throwable failure) {
        Throwable e =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        int status = status(e);
        if (status >= 300) return BulkResult.of(status, words(e));
        boolean neverConnected = e instanceof ConnectException
                || e instanceof ConnectTimeoutException
                || e instanceof UnknownHostException;
        return new BulkResult.Unavailable(words(e), !neverConnected);
    }

    /** The answer's status; 0 if there was none. */
    private static int status(Throwable e) {
        if (e instanceof ElasticsearchException answer) return answer.status();
        if (e instanceof TransportException answer) return answer.statusCode();
        if (e instanceof ResponseException answer)
            return answer.getResponse().getStatusLine().getStatusCode();
        return 0;
    }

    /** The server's words for what is wrong, if it has any. */
    private static String words(Throwable e) {
        if (e instanceof ElasticsearchException answer) {
            return "status " + answer.status() + ": " + ItemResult.reason(answer.error());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
