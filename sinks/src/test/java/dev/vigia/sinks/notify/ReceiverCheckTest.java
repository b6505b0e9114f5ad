package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.sinks.notify.ReceiverCheck.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceiverCheckTest {

    @Test
    void problems_ofOtherSettings_comeFirst() {
        assertThat(ReceiverCheck.problems(Map.of(
                        "bootstrap.servers", "localhost:9092",
                        "schema.registry.url", "http://localhost:8081",
                        "zone", "Mars",
                        "receivers.x.channel", "pigeon")))
                .containsExactly(new Problem("zone", "'Mars' is no time zone; write for instance America/Sao_Paulo"));
    }

    /** A misspelt address must not look like one that is not there yet. */
    @Test
    void names_areChecked_whereNoValueIs() {
        Map<String, Map<String, String>> receivers = new LinkedHashMap<>();
        receivers.put("right", Map.of("channel", "slack", "url", ""));
        receivers.put("misspelt", Map.of("channel", "slack", "ulr", "http://hooks/secret"));
        receivers.put("unknown", Map.of("channel", "pigeon"));
        receivers.put("nothing", Map.of());
        receivers.put("two.words", Map.of("channel", "slack"));

        assertThat(ReceiverCheck.names(receivers))
                .extracting(problem -> problem.key() + ": " + problem.what())
                .satisfiesExactly(
                        one -> assertThat(one)
                                .startsWith(
                                        "receivers.misspelt.ulr: there is no such setting of slack: [channel, format,")
                                .doesNotContain("secret"),
                        one -> assertThat(one)
                                .startsWith("receivers.unknown.channel: 'pigeon' is none of [email, http,"),
                        one -> assertThat(one).isEqualTo("receivers.nothing.channel: has to be set"),
                        one -> assertThat(one).isEqualTo("receivers.two.words: the name of a receiver has no dots"));
    }
}
