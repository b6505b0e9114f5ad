package dev.vigia.sinks.notify;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** What listens at the other end of a webhook. */
final class HttpPeer implements AutoCloseable {

    /** A request that came in. */
    record Received(String method, String path, Map<String, List<String>> headers, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;
    private volatile int status = 200;
    private volatile String answer = "ok";
    private volatile boolean silent;

    HttpPeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                received.add(new Received(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        body));
                if (silent) released.await();
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                if (status == 429) exchange.getResponseHeaders().set("Retry-After", "7");
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void answer(int status, String text) {
        this.status = status;
        this.answer = text;
    }

    /** Takes requests and says nothing. */
    void fallSilent() {
        silent = true;
    }

    List<Received> received() {
        return received;
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }
}
