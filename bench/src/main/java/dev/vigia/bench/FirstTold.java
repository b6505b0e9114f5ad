package dev.vigia.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A webhook that takes Alertmanager's body, and takes down when each path was told of what first. Thread-safe. */
final class FirstTold implements HttpHandler {

    private static final JsonMapper JSON = new JsonMapper();

    private final String label;
    private final Map<String, Map<String, Long>> byPath = new ConcurrentHashMap<>();

    /** @param label by whose value alerts are told apart */
    FirstTold(String label) {
        this.label = label;
    }

    /** When a path was told first, by the label's value: milliseconds since 1970-01-01 UTC. */
    Map<String, Long> at(String path) {
        return byPath.computeIfAbsent(path, first -> new ConcurrentHashMap<>());
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            long now = System.currentTimeMillis();
            Map<String, Long> told = at(exchange.getRequestURI().getPath());
            for (JsonNode alert : JSON.readTree(exchange.getRequestBody()).path("alerts")) {
                if (!alert.path("status").asText().equals("firing")) continue;
                told.putIfAbsent(alert.path("labels").path(label).asText(), now);
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
