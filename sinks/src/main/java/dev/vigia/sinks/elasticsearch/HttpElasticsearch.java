package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorResponse;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransport;
import co.elastic.clients.transport.Endpoint;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.endpoints.SimpleEndpoint;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.http.Header;
import org.apache.http.HttpHost;
import org.apache.http.config.ConnectionConfig;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.message.BasicHeader;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;

/** Elasticsearch by its Java client. */
final class HttpElasticsearch implements Elasticsearch {

    /** Large enough for a bulk request to go out in few pieces. */
    private static final int BUFFER_BYTES = 64 * 1024;

    /** The entries as they are sent. */
    private record Bulk(BinaryData lines, boolean toDataStream) {

        static Bulk of(List<Operation> entries) {
            int length = 0;
            for (Operation entry : entries) length += entry.size();
            ByteBuffer lines = ByteBuffer.allocate(length);
            for (Operation entry : entries) lines.put(entry.lines());
            return new Bulk(
                    BinaryData.of(lines.array(), ContentType.APPLICATION_JSON),
                    entries.get(0).appended());
        }

        Map<String, String> parameters() {
            return Map.of(
                    "filter_path",
                    BulkAnswer.FILTER_PATH,
                    // Without its template Elasticsearch would make a plain index of a stream's name.
                    "require_data_stream",
                    Boolean.toString(toDataStream));
        }
    }

    /** The client's own bulk request writes each line apart, and the server reads as many pieces. */
    private static final Endpoint<Bulk, List<ItemResult>, ErrorResponse> BULK = new SimpleEndpoint<>(
            "es/bulk",
            bulk -> "POST",
            bulk -> "/_bulk",
            bulk -> Map.of(),
            Bulk::parameters,
            bulk -> Map.of(),
            Bulk::lines,
            BulkAnswer.READER);

    private final ElasticsearchTransport transport;
    private final ElasticsearchClient client;

    HttpElasticsearch(ConnectionSettings settings) {
        this(transport(settings));
    }

    HttpElasticsearch(ElasticsearchTransport transport) {
        this.transport = transport;
        client = new ElasticsearchClient(transport);
    }

    private static ElasticsearchTransport transport(ConnectionSettings settings) {
        HttpHost[] hosts = settings.urls().stream().map(HttpHost::create).toArray(HttpHost[]::new);
        RestClient http = RestClient.builder(hosts)
                .setCompressionEnabled(settings.compression())
                .setDefaultHeaders(authorization(settings))
                .setRequestConfigCallback(request -> request.setConnectTimeout(settings.connectTimeoutMillis())
                        .setSocketTimeout(settings.readTimeoutMillis()))
                .setHttpClientConfigCallback(connections -> connections.setDefaultConnectionConfig(
                        ConnectionConfig.custom().setBufferSize(BUFFER_BYTES).build()))
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
        transport
                .performRequestAsync(Bulk.of(entries), BULK, null)
                .whenComplete((items, failure) ->
                        whenDone.accept(failure == null ? read(items, entries.size()) : failed(failure)));
    }

    private static BulkResult read(List<ItemResult> items, int entries) {
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
