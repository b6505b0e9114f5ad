package dev.vigia.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigia setup}: makes an existing cluster ready. Doing it again does no harm. */
@Command(
        name = "setup",
        description = "Make topics, schemas and connectors on an existing cluster. Doing it again does no harm.",
        mixinStandardHelpOptions = true)
final class SetupCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--connect",
            paramLabel = "URL",
            description = "Connect's REST API. Default: ${DEFAULT-VALUE}",
            defaultValue = "http://127.0.0.1:8083")
    private URI connect = URI.create("http://127.0.0.1:8083");

    @Override
    public Integer call() throws InterruptedException {
        Progress progress = new Progress(System.out);
        Settings settings = Settings.load();
        try (Wiring wiring = new Wiring(settings, Map::of)) {
            wiring.checkReceivers();
            progress.step("topics, schemas", wiring::install);
            progress.step("rules", wiring::applyRules);
        }
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        for (Map.Entry<String, Map<String, String>> connector :
                Connectors.all(settings).entrySet()) {
            put(http, connector.getKey(), connector.getValue());
            progress.line("  " + connector.getKey() + " is with Connect");
        }
        return 0;
    }

    private void put(HttpClient http, String name, Map<String, String> config) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(connect.resolve("/connectors/" + name + "/config"))
                    .timeout(Duration.ofSeconds(60))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(config)))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new UserException("Connect refused " + name + ": "
                        + JSON.readTree(answer.body()).path("message").asText(answer.body()));
            }
        } catch (IOException e) {
            throw new UserException("Connect cannot be reached at " + connect + " (" + e + "). Set --connect.", e);
        }
    }
}
