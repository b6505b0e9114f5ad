package dev.vigia.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /metrics} (Prometheus text format 0.0.4) and {@code GET /health} for a process that serves nothing
 * else. Health answers 503 when a part is unhealthy.
 */
public final class MonitoringServer implements Part {

    private final String host;
    private final int port;
    private final PrometheusMeterRegistry metrics;
    private final Supplier<Map<String, Health>> parts;
    private Optional<HttpServer> server = Optional.empty();

    /**
     * @param port 0 for any free one
     * @param parts how each part is, by name
     */
    public MonitoringServer(
            String host, int port, PrometheusMeterRegistry metrics, Supplier<Map<String, Health>> parts) {
        this.host = host;
        this.port = port;
        this.metrics = metrics;
        this.parts = parts;
    }

    @Override
    public String name() {
        return "monitoring";
    }

    @Override
    public void start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 0);
            http.createContext(
                    "/metrics", exchange -> answer(exchange, 200, "text/plain; version=0.0.4", metrics.scrape()));
            http.createContext("/health", this::health);
            http.start();
            server = Optional.of(http);
        } catch (IOException e) {
            throw new UserException(
                    "Cannot listen on " + host + ":" + port + " for /metrics (" + e.getMessage()
                            + "). Free the port, or set VIGIA_MONITORING_PORT.",
                    e);
        }
    }

    /** The port it listens on, once it is started. */
    public int port() {
        return server.map(http -> http.getAddress().getPort()).orElse(port);
    }

    @Override
    public Health health() {
        return server.isPresent() ? Health.healthy() : Health.unhealthy("not started");
    }

    @Override
    public void close() {
        server.ifPresent(http -> http.stop(0));
        server = Optional.empty();
    }

    private void health(HttpExchange exchange) throws IOException {
        Map<String, Health> all = parts.get();
        Health.Status overall = Parts.overall(all);
        answer(
                exchange,
                overall == Health.Status.UNHEALTHY ? 503 : 200,
                "application/json",
                HealthJson.of(all).toString());
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
