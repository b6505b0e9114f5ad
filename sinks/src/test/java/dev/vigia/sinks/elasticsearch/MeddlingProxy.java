package dev.vigia.sinks.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Stands before a real Elasticsearch and does to bulk requests and their answers what a test wants. */
final class MeddlingProxy implements AutoCloseable {

    /** What may be done to one bulk request. */
    interface Meddling {
        /** Sees the request, and may answer in the server's stead: a status other than 0. */
        default int refuse(byte[] body) {
            return 0;
        }

        /** Sees the real answer, and may change it; null for no answer at all. */
        JsonNode answer(JsonNode real);
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String target;
    private volatile Meddling meddling = real -> real;

    MeddlingProxy(String target) throws IOException {
        this.target = target;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void meddle(Meddling how) {
        meddling = how;
    }

    /** Changes the entries of answers. */
    static Meddling items(UnaryOperator<ObjectNode> change) {
        return real -> {
            real.path("items").forEach(item -> change.apply((ObjectNode) item));
            return real;
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream in = exchange.getRequestBody()) {
            byte[] body = in.readAllBytes();
            boolean bulk = exchange.getRequestURI().getPath().equals("/_bulk");
            int refusal = bulk ? meddling.refuse(body) : 0;
            if (refusal != 0) {
                exchange.sendResponseHeaders(refusal, -1);
                return;
            }
            HttpResponse<byte[]> answer = forward(exchange, body);
            byte[] bytes = answer.body();
            if (bulk) {
                JsonNode changed = meddling.answer(JSON.readTree(bytes));
                if (changed == null) return;
                bytes = JSON.writeValueAsBytes(changed);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : List.of("Content-Type", "Accept")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) request.header(name, value);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
