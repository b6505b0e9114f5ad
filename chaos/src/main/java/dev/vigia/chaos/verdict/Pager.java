package dev.vigia.chaos.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigia.chaos.load.Incident;
import dev.vigia.chaos.load.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who is told, by Alertmanager's webhook. Thread-safe. */
public final class Pager implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer http;
    /** How often each was told: alert, beginning and status. */
    private final Map<String, Integer> told = new TreeMap<>();

    public Pager() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::page);
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
    }

    private void page(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (JsonNode alert : JSON.readTree(exchange.getRequestBody()).path("alerts")) {
                synchronized (this) {
                    told.merge(
                            alert.path("labels").path("service").asText() + " "
                                    + alert.path("startsAt").asText() + " "
                                    + alert.path("status").asText(),
                            1,
                            Integer::sum);
                }
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /**
     * Each incident was told when it began and when it was over, but for those of the silenced service. A webhook may be told
     * again after a crash, which the counts show.
     */
    synchronized Check check(List<Incident> incidents) {
        Findings findings = new Findings("somebody was told");
        for (String service :
                incidents.stream().map(Incident::service).distinct().toList()) {
            for (String status : List.of("firing", "resolved")) {
                long expected = incidents.stream()
                        .filter(incident -> incident.service().equals(service))
                        .filter(incident -> !service.equals(Script.SILENCED))
                        .count();
                long was = told.keySet().stream()
                        .filter(it -> it.startsWith(service + " ") && it.endsWith(" " + status))
                        .count();
                if (was != expected) findings.differ(service + " " + status + ": " + was + " instead of " + expected);
            }
        }
        findings.count(
                "messages", told.values().stream().mapToInt(Integer::intValue).sum());
        findings.count(
                "of them again", told.values().stream().mapToInt(n -> n - 1).sum());
        return findings.check();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
