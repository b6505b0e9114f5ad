package dev.vigia.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vigia.platform.ChildCommand;
import dev.vigia.platform.ChildProcess;
import dev.vigia.platform.Progress;
import dev.vigia.runtime.KafkaSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A peer in a JVM of its own, with libraries of its own. It gets the same memory and collector as ours. */
final class PeerProcess implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration RUN = Duration.ofMinutes(5);

    private final ChildProcess process;
    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private PeerProcess(ChildProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    static PeerProcess start(String main, List<String> classPath, KafkaSettings kafka, Path folder) throws IOException {
        Path port = folder.resolve("port");
        ChildProcess process = ChildProcess.start(new ChildCommand(
                main,
                classPath,
                List.of(
                        "-Xms512m",
                        "-Xmx1536m",
                        "-XX:+UseSerialGC",
                        // Flink's own start scripts have these.
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"),
                List.of(
                        main,
                        kafka.bootstrapServers(),
                        kafka.schemaRegistryUrl(),
                        folder.resolve("state").toString(),
                        port.toString()),
                Map.of(),
                folder.resolve("log")));
        process.awaitReady(() -> Files.exists(port), START, Progress.NONE);
        return new PeerProcess(process, URI.create("http://127.0.0.1:" + Files.readString(port)));
    }

    Speed run(PeerRun run) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(RUN)
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(run)))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        Failures.require(answer.statusCode() == 200, answer.body());
        return JSON.readValue(answer.body(), Speed.class);
    }

    @Override
    public void close() {
        process.kill();
    }
}
