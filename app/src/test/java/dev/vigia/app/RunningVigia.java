package dev.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.platform.Ports;
import dev.vigia.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** All of Vigia in this JVM, with data and ports of its own, and the settings and rules that it comes with. */
final class RunningVigia implements AutoCloseable {

    /** Long enough for anything here on a busy machine. */
    static final Duration LONG = Duration.ofMinutes(2);

    static final Path ROOT = Path.of(System.getProperty("vigia.root"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Pager pager;
    private final Pager deadman;
    private final Settings settings;
    private Standalone standalone;
    private KafkaPeer kafka;

    private RunningVigia(Pager pager, Pager deadman, Settings settings) {
        this.pager = pager;
        this.deadman = deadman;
        this.settings = settings;
        start();
    }

    static RunningVigia start(Path data) {
        Pager pager = new Pager();
        Pager deadman = new Pager();
        Map<String, String> environment = new HashMap<>(environment(data));
        environment.put("VIGIA_WEBHOOK_URL", pager.url());
        environment.put("DEADMAN_URL", deadman.url());
        return new RunningVigia(pager, deadman, Settings.loadStandalone(ROOT.resolve("config"), environment));
    }

    /** Environment variables with which nothing gets into the way of another installation. */
    static Map<String, String> environment(Path data) {
        return Map.of(
                "VIGIA_DATA_DIR", data.toString(),
                "VIGIA_KAFKA_PORT", Integer.toString(Ports.free()),
                "VIGIA_REGISTRY_PORT", Integer.toString(Ports.free()),
                "VIGIA_ELASTICSEARCH_PORT", Integer.toString(Ports.free()),
                "VIGIA_CONNECT_PORT", Integer.toString(Ports.free()),
                "VIGIA_INGEST_PORT", Integer.toString(Ports.free()),
                "VIGIA_CONSOLE_PORT", Integer.toString(Ports.free()));
    }

    private void start() {
        PrintStream progress = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        standalone = new Standalone(settings, new Progress(progress));
        try {
            standalone.start(false);
        } catch (RuntimeException e) {
            standalone.close();
            throw e;
        }
        kafka = new KafkaPeer(settings.kafka());
    }

    /** Stops all of it and starts it again on the same data. */
    void restart() {
        stop();
        start();
    }

    Settings settings() {
        return settings;
    }

    /** Who is told, as the receiver {@code webhook}. */
    Pager pager() {
        return pager;
    }

    /** Who is told that Vigia lives. */
    Pager deadman() {
        return deadman;
    }

    Topics topics() {
        return settings.kafka().topics();
    }

    KafkaPeer kafka() {
        return kafka;
    }

    Search elasticsearch() {
        return new Search(settings.elasticsearch().url());
    }

    /** How a command ended. */
    record Run(int exitCode, String err, Instant from, Instant to) {}

    /** {@code vigia ship} to the gateway. */
    Run ship(Path file, String... options) {
        StringWriter err = new StringWriter();
        CommandLine command =
                Vigia.commandLine().setOut(new PrintWriter(new StringWriter())).setErr(new PrintWriter(err, true));
        Instant from = Instant.now();
        int exitCode = command.execute(Stream.of(List.of("ship", file.toString(), "--url", gateway()), List.of(options))
                .flatMap(List::stream)
                .toArray(String[]::new));
        return new Run(exitCode, err.toString(), from, Instant.now());
    }

    HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return post(path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the console's API says. */
    JsonNode console(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + settings.console().port() + path);
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private String gateway() {
        return "http://127.0.0.1:" + settings.gateway().port();
    }

    private void stop() {
        kafka.close();
        standalone.close();
    }

    @Override
    public void close() {
        stop();
        pager.close();
        deadman.close();
    }
}
