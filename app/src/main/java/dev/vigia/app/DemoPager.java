package dev.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.Part;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Somebody who is told, in the demo: a webhook that prints what Alertmanager's body says, a line an alert. */
final class DemoPager implements Part {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Progress terminal;
    private final HttpServer http;

    /** Takes a free port of the loopback interface at once, so that its address can be given to the connector. */
    DemoPager(Progress terminal) {
        this.terminal = terminal;
        try {
            this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UserException("No free port for the demo's pager: " + e.getMessage(), e);
        }
        http.createContext("/", this::page);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
    }

    @Override
    public String name() {
        return "pager";
    }

    @Override
    public void start() {
        http.start();
    }

    @Override
    public Health health() {
        return Health.healthy();
    }

    private void page(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (JsonNode alert : JSON.readTree(exchange.getRequestBody()).path("alerts")) {
                boolean firing = alert.path("status").asText().equals("firing");
                terminal.line("%s  %s  %s"
                        .formatted(
                                LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS),
                                firing ? "ALERT   " : "resolved",
                                said(alert.path("annotations"))));
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static String said(JsonNode annotations) {
        return annotations
                .path("description")
                .asText(annotations.path("summary").asText());
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
