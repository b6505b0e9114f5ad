package dev.vigia.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A webhook that takes down when it was told of which probe. Thread-safe. */
final class WebhookWatch implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    WebhookWatch() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** When a probe was told of first: milliseconds since 1970-01-01 UTC. */
    Map<String, Long> seen() {
        return seen;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            long now = System.currentTimeMillis();
            for (JsonNode alert : JSON.readTree(exchange.getRequestBody()).path("alerts")) {
                seen.putIfAbsent(alert.at("/labels/probe").asText(), now);
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
