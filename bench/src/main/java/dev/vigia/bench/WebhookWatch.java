package dev.vigia.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** A webhook that takes down when it was told of which probe. Thread-safe. */
final class WebhookWatch implements AutoCloseable {

    private final HttpServer server;
    private final FirstTold told = new FirstTold("probe");

    WebhookWatch() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", told);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** When a probe was told of first: milliseconds since 1970-01-01 UTC. */
    Map<String, Long> seen() {
        return told.at("/");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
