package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class SecretsTest {

    @Test
    void hide_wordsAndTheirBeginnings_leavesNothingOfThem() {
        Secrets secrets = Secrets.of("abcdef", "abcdefgh");

        assertThat(secrets.hide("x abcdefgh y abcdef z abcde")).isEqualTo("x *** y *** z abcde");
        assertThat(secrets).hasToString("***");
    }

    @Test
    void hide_address_leavesTheHost() {
        Secrets secrets =
                Secrets.of().and(URI.create("https://user:passw0rd@hooks.example/a/T0123456?key=k0123456&v=1"));

        assertThat(secrets.hide("hooks.example says: no T0123456 with k0123456 of passw0rd; v=1, /a/T0123456"))
                .isEqualTo("hooks.example says: no *** with *** of ***; v=1, ***");
    }
}
