package dev.vigia.chaos.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a real Elasticsearch and lets through what a fault lets through. Thread-safe. */
public final class SearchProxy implements AutoCloseable {

    /** What becomes of requests. */
    public enum Weather {
        /** They go through. */
        FINE,
        /** They are answered with 429, and nothing is done. */
        TOO_MANY_REQUESTS,
        /** They are answered with 503, and nothing is done. */
        UNAVAILABLE,
        /** Connections end without an answer, and nothing is done. */
        GONE,
        /** They go through, but the answers to bulk requests do not come back. */
        ANSWERS_LOST
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final List<String> PASSED_ON = List.of("Content-Type", "Accept", "Content-Encoding");

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool(SearchProxy::daemon);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;
    private final AtomicInteger suffered = new AtomicInteger();
    private volatile Weather weather = Weather.FINE;

    /** @param target the root of Elasticsearch's REST API */
    SearchProxy(URI target) {
        this.target = target;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many requests the present weather has hit. */
    public int suffered() {
        return suffered.get();
    }

    /** From now on; says how many requests the weather before this one has hit. */
    public int weather(Weather next) {
        weather = next;
        return suffered.getAndSet(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean bulk = exchange.getRequestURI().getPath().endsWith("/_bulk");
            Weather now = weather;
            if (now != Weather.FINE) suffered.incrementAndGet();
            switch (now) {
                case TOO_MANY_REQUESTS -> refuse(exchange, 429);
                case UNAVAILABLE -> refuse(exchange, 503);
                case GONE -> {}
                case ANSWERS_LOST -> {
                    HttpResponse<byte[]> answer = forward(exchange, body);
                    if (!bulk) answer(exchange, answer);
                }
                case FINE -> answer(exchange, forward(exchange, body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals("content-length") && !lower.equals("transfer-encoding")) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) exchange.getResponseBody().write(body);
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                .timeout(TIMEOUT)
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) request.header(name, value);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "search-proxy");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
