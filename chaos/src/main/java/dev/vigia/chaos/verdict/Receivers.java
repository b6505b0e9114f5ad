package dev.vigia.chaos.verdict;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigia.chaos.load.Incident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Those who are told: a webhook, PagerDuty, and a service for short messages that knows nothing of keys. Each takes its time, as
 * services do, so that a process can be killed between a request and its answer. Thread-safe.
 */
public final class Receivers implements AutoCloseable {

    private static final long SLOWEST_MILLIS = 1_500;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Pager webhook = new Pager();
    private final PagerDuty pagerDuty = new PagerDuty();
    private final ShortMessages messages = new ShortMessages();
    /** Guarded by this. */
    private long calls;

    private interface Service {
        /** The status that it answers with. */
        int take(String key, String body);
    }

    public Receivers() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        serve("/webhook", webhook::take);
        serve("/pagerduty", (key, body) -> pagerDuty.take(body));
        serve("/sms", (key, body) -> messages.take(key));
        http.start();
    }

    /** By what {@code config/vigia.yaml} reads of the environment. */
    public Map<String, String> addresses() {
        String url = "http://127.0.0.1:" + http.getAddress().getPort();
        return Map.of(
                "VIGIA_WEBHOOK_URL",
                url + "/webhook",
                "PAGERDUTY_URL",
                url + "/pagerduty",
                "PAGERDUTY_ROUTING_KEY",
                PagerDuty.ROUTING_KEY,
                "SMS_URL",
                url + "/sms",
                "SMS_TO",
                "+15005550009");
    }

    private void serve(String path, Service service) {
        http.createContext(path, exchange -> {
            try (exchange) {
                int status = service.take(key(exchange), body(exchange));
                called();
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(SLOWEST_MILLIS));
                exchange.sendResponseHeaders(status, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static String key(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
                .orElse("");
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private synchronized void called() {
        calls++;
        notifyAll();
    }

    /** Waits until somebody is being told, but no longer than that. */
    public synchronized void awaitCall(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long before = calls;
        while (calls == before) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) return;
            wait(left);
        }
    }

    /**
     * What they say of it.
     *
     * @param tellings what was to be told, and what is reported
     * @param crashes how many processes were killed that may have been telling; empty where more went wrong than that
     */
    List<Check> checks(List<Incident> incidents, Tellings tellings, Optional<Integer> crashes) {
        return List.of(webhook.check(incidents), pagerDuty.check(incidents), messages.check(tellings, crashes));
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
