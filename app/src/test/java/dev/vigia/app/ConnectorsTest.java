package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConnectorsTest {

    private static final String URL = "receivers.pagerduty.url";
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @Test
    void notify_pagerDuty_isWhereTheEnvironmentSays() {
        assertThat(notify(Map.of())).doesNotContainKey("receivers.pagerduty.channel");
        assertThat(notify(Map.of("PAGERDUTY_ROUTING_KEY", KEY)))
                .containsEntry("receivers.pagerduty.routing_key", KEY)
                .doesNotContainKey(URL);
        assertThat(notify(Map.of("PAGERDUTY_ROUTING_KEY", KEY, "PAGERDUTY_URL", "https://eu.example/v2/enqueue")))
                .containsEntry(URL, "https://eu.example/v2/enqueue");
    }

    /** By Kafka's default nobody is told for 45 s after a worker was killed. */
    @Test
    void all_successorOfAKilledWorker_beginsSoon() {
        assertThat(Connectors.all(settings(Map.of())).values())
                .allSatisfy(connector ->
                        assertThat(connector).containsEntry("consumer.override.session.timeout.ms", "10000"));
    }

    /** A connector that somebody adds says nothing of it. */
    @Test
    void worker_sessionsOfAnyConnector_areAsLongAsThoseOfTheDistributedWorker() throws Exception {
        Settings settings = settings(Map.of());
        Properties distributed = new Properties();
        Path file = Installation.original("connect/worker.properties");
        try (Reader reader = Files.newBufferedReader(file)) {
            distributed.load(reader);
        }

        assertThat(Connectors.worker(settings.kafka(), settings.standalone()))
                .containsEntry("consumer.session.timeout.ms", distributed.getProperty("consumer.session.timeout.ms"))
                .containsEntry("consumer.session.timeout.ms", "10000");
    }

    private static Map<String, String> notify(Map<String, String> environment) {
        return Connectors.all(settings(environment)).getOrDefault("vigia-notify", Map.of());
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.load(Installation.original("vigia.yaml").getParent(), environment);
    }
}
