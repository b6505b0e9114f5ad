package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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

    private static Map<String, String> notify(Map<String, String> environment) {
        return Connectors.all(settings(environment)).getOrDefault("vigia-notify", Map.of());
    }

    private static Settings settings(Map<String, String> environment) {
        return Settings.load(Installation.original("vigia.yaml").getParent(), environment);
    }
}
