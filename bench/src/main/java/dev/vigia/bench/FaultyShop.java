package dev.vigia.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts errors by fault, shows the counts to whoever scrapes {@code /metrics/NAME}, and takes down when {@code /webhook/NAME} is
 * told of which fault first. Thread-safe.
 */
final class FaultyShop implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, AtomicLong> errors = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicLong> scrapes = new ConcurrentHashMap<>();
    private final FirstTold told = new FirstTold("fault");

    FaultyShop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "bench-shop");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/metrics/", this::metrics);
        server.createContext("/webhook/", told);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** A counter has to be there before it counts: what nobody has seen at 0 has not increased. */
    void expect(String fault) {
        errors.put(fault, new AtomicLong());
    }

    void count(String fault) {
        errors.computeIfAbsent(fault, unseen -> new AtomicLong()).incrementAndGet();
    }

    /** How often somebody has scraped. */
    long scrapes(String name) {
        return scrapes.getOrDefault(name, new AtomicLong()).get();
    }

    /** When somebody was told of each fault first: milliseconds since 1970-01-01 UTC. */
    Map<String, Long> told(String name) {
        return told.at("/webhook/" + name);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        StringBuilder text = new StringBuilder("# TYPE errors_total counter\n");
        new TreeMap<>(errors)
                .forEach((fault, count) -> text.append("errors_total{fault=\"")
                        .append(fault)
                        .append("\"} ")
                        .append(count)
                        .append('\n'));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
        scrapes.computeIfAbsent(name(exchange), unseen -> new AtomicLong()).incrementAndGet();
    }

    private static String name(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
