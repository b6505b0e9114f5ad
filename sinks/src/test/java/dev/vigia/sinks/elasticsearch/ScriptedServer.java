package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.ElasticsearchTransportBase;
import co.elastic.clients.transport.TransportOptions;
import co.elastic.clients.transport.http.TransportHttpClient;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A server behind the real client, without a network: a test says what it answers. */
final class ScriptedServer implements TransportHttpClient {

    record Reply(int status, String json) {}

    interface Script {
        Reply reply(String method, String path, String body) throws IOException;
    }

    private record Answer(Reply reply) implements Response {

        private static final Map<String, String> HEADERS =
                Map.of("x-elastic-product", "Elasticsearch", "content-type", ContentType.APPLICATION_JSON);

        @Override
        public Node node() {
            return new Node("http://scripted");
        }

        @Override
        public int statusCode() {
            return reply.status;
        }

        @Override
        public String header(String name) {
            return HEADERS.get(name.toLowerCase(java.util.Locale.ROOT));
        }

        @Override
        public List<String> headers(String name) {
            return List.of(header(name));
        }

        @Override
        public BinaryData body() {
            return BinaryData.of(reply.json.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON);
        }

        @Override
        public Object originalResponse() {
            return reply;
        }

        @Override
        public void close() {}
    }

    private final Script script;

    private ScriptedServer(Script script) {
        this.script = script;
    }

    static Elasticsearch of(Script script) {
        return new HttpElasticsearch(
                new ElasticsearchTransportBase(
                        new ScriptedServer(script), null, new JacksonJsonpMapper(), NoopInstrumentation.INSTANCE) {});
    }

    static Reply refusal(int status, String reason) {
        return new Reply(
                status, "{\"error\": {\"type\": \"t\", \"reason\": \"" + reason + "\"}, \"status\": " + status + "}");
    }

    @Override
    public Response performRequest(String endpointId, Node node, Request request, TransportOptions options)
            throws IOException {
        StringBuilder body = new StringBuilder();
        if (request.body() != null) {
            for (ByteBuffer part : request.body()) body.append(StandardCharsets.UTF_8.decode(part.duplicate()));
        }
        return new Answer(script.reply(request.method(), request.path(), body.toString()));
    }

    @Override
    public CompletableFuture<Response> performRequestAsync(
            String endpointId, Node node, Request request, TransportOptions options) {
        try {
            return CompletableFuture.completedFuture(performRequest(endpointId, node, request, options));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {}
}
