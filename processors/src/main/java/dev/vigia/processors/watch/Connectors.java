package dev.vigia.processors.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.processors.watch.Figure.Measure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** How Vigia's connectors do, by Connect's REST API. */
final class Connectors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String OURS = "vigia-";
    private static final Set<String> RESTING = Set.of("PAUSED", "STOPPED");
    private static final String BROKEN = "FAILED";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI statuses;

    /** @param connect root of the REST API */
    Connectors(URI connect) {
        statuses = connect.resolve("/connectors?expand=status");
    }

    /** What is paused and what has failed; empty when Connect does not say. */
    Optional<SortedMap<Figure, Double>> look() throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(statuses).timeout(TIMEOUT).GET().build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(figures(JSON.readTree(answer.body()))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static SortedMap<Figure, Double> figures(JsonNode connectors) {
        SortedMap<Figure, Double> figures = new TreeMap<>();
        connectors.properties().forEach(connector -> {
            if (!connector.getKey().startsWith(OURS)) return;
            JsonNode status = connector.getValue().path("status");
            Map<String, String> of = Map.of("connector", connector.getKey());
            String state = status.path("connector").path("state").asText();
            double failed = state.equals(BROKEN) ? 1 : 0;
            for (JsonNode task : status.path("tasks")) {
                if (task.path("state").asText().equals(BROKEN)) failed++;
            }
            figures.put(Figure.of(Measure.PAUSED, of), RESTING.contains(state) ? 1.0 : 0.0);
            figures.put(Figure.of(Measure.FAILED, of), failed);
        });
        return figures;
    }
}
