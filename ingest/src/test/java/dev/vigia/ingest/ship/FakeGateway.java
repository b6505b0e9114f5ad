package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** An HTTP server that keeps what it is sent, and answers as a test wants. */
public final class FakeGateway implements AutoCloseable {

    /** An answer to the request with this number, from 0. Status 0 drops the connection. */
    public interface Behavior {
        Reply reply(int request);
    }

    public record Reply(int status, String body, boolean keep) {
        public static final Reply OK = new Reply(200, "{}", true);
    }

    /** A request as it came in, whatever it was answered. */
    public record Request(String path, List<ObjectNode> records, boolean kept) {}

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new ArrayList<>();

    public FakeGateway(Behavior behavior) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, behavior));
        server.start();
    }

    private void answer(HttpExchange exchange, Behavior behavior) throws IOException {
        List<ObjectNode> records = new ArrayList<>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(exchange.getRequestBody()), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                records.add((ObjectNode) MAPPER.readTree(line));
            }
        }
        Reply reply;
        synchronized (requests) {
            reply = behavior.reply(requests.size());
            requests.add(new Request(exchange.getRequestURI().getPath(), records, reply.keep()));
        }
        if (reply.status() == 0) {
            exchange.close();
            return;
        }
        if (reply.status() == 503) exchange.getResponseHeaders().add("Retry-After", "0");
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** What was kept, requests in order of arrival. */
    public List<ObjectNode> records(String path) {
        return requests().stream()
                .filter(it -> it.kept() && it.path().equals(path))
                .flatMap(it -> it.records().stream())
                .toList();
    }

    public List<ObjectNode> logs() {
        return records("/ingest/logs");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
