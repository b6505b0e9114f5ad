package dev.vigia.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitoringServerTest {

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private HttpResponse<String> get(String path, Map<String, Health> parts) throws Exception {
        try (MonitoringServer server = new MonitoringServer("127.0.0.1", 0, metrics, () -> parts)) {
            server.start();
            URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void metrics_counterRegistered_isInTheText() throws Exception {
        metrics.counter("vigia.test.records").increment(3);

        assertThat(get("/metrics", Map.of()).body()).contains("vigia_test_records_total 3.0");
    }

    @Test
    void health_allWell_answers200WithTheFieldsOfR001() throws Exception {
        HttpResponse<String> answer = get("/health", Map.of("gateway", Health.healthy()));

        JsonNode json = new ObjectMapper().readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json.path("status").asText()).isEqualTo("healthy");
        assertThat(json.path("services").path("gateway").path("status").asText())
                .isEqualTo("healthy");
        assertThat(Instant.parse(json.path("timestamp").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(json.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void health_onePartDown_answers503AndSaysWhich() throws Exception {
        HttpResponse<String> answer = get("/health", Map.of("gateway", Health.unhealthy("Kafka is away")));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("Kafka is away");
    }
}
