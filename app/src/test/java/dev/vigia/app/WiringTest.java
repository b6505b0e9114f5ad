package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said at a start of who is told nothing, or of what nobody is told; nothing is started. */
class WiringTest {

    @TempDir
    Path config;

    @BeforeEach
    void copyShipped() throws Exception {
        for (String file : List.of("vigia.yaml", "routes.yaml", "maintenance.yaml")) {
            Files.copy(Installation.original(file), config.resolve(file));
        }
        Files.createDirectory(config.resolve("rules"));
        Files.copy(Installation.original("rules/vigia.yaml"), config.resolve("rules/vigia.yaml"));
    }

    @Test
    void check_everybodyWhoHasAnAddressIsTold_saysNothing() {
        assertThat(check(Map.of())).isEmpty();
        assertThat(check(Map.of("SLACK_WEBHOOK_URL", "http://slack.example/secret", "ALERT_EMAIL", "ops@example.com")))
                .isEmpty();
    }

    @Test
    void check_addressThatRoutesDoNotKnow_isNamed() throws Exception {
        Path routes = config.resolve("routes.yaml");
        Files.writeString(
                routes,
                Files.readString(routes)
                        .replaceAll("(?m)^  - \\{ name: teams,.*\n", "")
                        .replace(" teams,", ""));

        assertThat(check(Map.of(
                        "SLACK_WEBHOOK_URL", "http://slack.example/secret",
                        "ALERT_EMAIL", "ops@example.com",
                        "TEAMS_WEBHOOK_URL", "http://teams.example/secret")))
                .singleElement()
                .asString()
                .contains("notifications.receivers.teams: has an address and is told nothing")
                .doesNotContain("secret");
    }

    private List<String> check(Map<String, String> environment) {
        try (Wiring wiring = new Wiring(Settings.load(config, environment), Map::of)) {
            return wiring.check();
        }
    }
}
