package dev.vigia.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry that fails on demand. Ids begin at {@code 100}; each subject keeps its versions in order. */
final class FakeRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> byId = new CopyOnWriteArrayList<>();
    private final Map<String, List<Integer>> subjects = new ConcurrentHashMap<>();

    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final Map<String, String> levels = new ConcurrentHashMap<>();

    /** Answered to everything unless 0. */
    volatile int failWith;

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Map<String, Object> config() {
        return Map.of("schema.registry.url", url());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        calls.add(exchange.getRequestMethod() + " " + path);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (failWith != 0) {
            answer(exchange, failWith, failWith == 409 ? error(409, "incompatible") : JSON.createObjectNode());
        } else if (path.startsWith("/schemas/ids/")) {
            int index = Integer.parseInt(path.substring("/schemas/ids/".length())) - 100;
            boolean known = index >= 0 && index < byId.size();
            answer(exchange, known ? 200 : 404, known ? schema(index + 100) : error(40403, "Schema not found"));
        } else if (path.startsWith("/config/")) {
            levels.put(
                    path.substring("/config/".length()),
                    body.path("compatibility").asText());
            answer(exchange, 200, body);
        } else {
            subject(exchange, path.split("/"), body);
        }
    }

    private void subject(HttpExchange exchange, String[] path, JsonNode body) throws IOException {
        List<Integer> versions = subjects.computeIfAbsent(path[2], s -> new ArrayList<>());
        if (path.length > 3 && exchange.getRequestMethod().equals("GET")) {
            if (versions.isEmpty()) answer(exchange, 404, error(40401, "Subject not found"));
            else answer(exchange, 200, schema(versions.get(versions.size() - 1)));
            return;
        }
        String schema = body.path("schema").asText();
        boolean known = byId.contains(schema);
        if (path.length == 3 && !known) {
            answer(exchange, 404, error(40403, "Schema not found"));
            return;
        }
        if (!known) byId.add(schema);
        int id = byId.indexOf(schema) + 100;
        if (!versions.contains(id)) versions.add(id);
        answer(exchange, 200, JSON.createObjectNode().put("id", id));
    }

    private JsonNode schema(int id) {
        return JSON.createObjectNode().put("id", id).put("schema", byId.get(id - 100));
    }

    private static ObjectNode error(int code, String message) {
        return JSON.createObjectNode().put("error_code", code).put("message", message);
    }

    private static void answer(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
