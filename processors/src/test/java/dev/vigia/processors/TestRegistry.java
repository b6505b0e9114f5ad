package dev.vigia.processors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigia.schemas.serde.RegistryClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The two calls of a schema registry that serdes need: register a schema, and get it by its id. */
public final class TestRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    public TestRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public RegistryClient client() {
        return new RegistryClient(Map.of(
                "schema.registry.url", "http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        var answer = JSON.createObjectNode();
        int status = 200;
        if (path.startsWith("/schemas/ids/")) {
            int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
            if (id > 0 && id <= schemas.size()) {
                answer.put("schema", schemas.get(id - 1));
            } else {
                status = 404;
                answer.put("error_code", 40403).put("message", "Schema not found");
            }
        } else {
            String schema =
                    JSON.readTree(exchange.getRequestBody()).path("schema").asText();
            if (!schemas.contains(schema)) schemas.add(schema);
            answer.put("id", schemas.indexOf(schema) + 1);
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
