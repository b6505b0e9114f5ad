package dev.vigia.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigia.runtime.KafkaSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one peer in this JVM, which stays warm between runs: a {@code POST} of a {@link PeerRun} is answered with the {@link Speed}. */
public final class PeerServer {

    private static final JsonMapper JSON = new JsonMapper();

    /** Makes the peer. */
    public interface Factory {

        /** @param folder of its own */
        Peer peer(KafkaSettings kafka, Path folder);
    }

    private PeerServer() {}

    /** @param args brokers, registry, a folder for the peer, and a file to write the port into */
    public static void serve(String[] args, Factory factory) throws IOException {
        Peer peer = factory.peer(KafkaSettings.of(args[0], args[1]), Path.of(args[2]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, peer));
        server.start();
        Path port = Path.of(args[3]);
        Path written = Path.of(port + ".tmp");
        Files.writeString(written, Integer.toString(server.getAddress().getPort()));
        Files.move(written, port);
    }

    private static void answer(HttpExchange exchange, Peer peer) throws IOException {
        try (exchange) {
            PeerRun run = JSON.readValue(exchange.getRequestBody(), PeerRun.class);
            try {
                send(exchange, 200, JSON.writeValueAsBytes(peer.run(run)));
            } catch (Exception e) {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                send(exchange, 500, trace.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
