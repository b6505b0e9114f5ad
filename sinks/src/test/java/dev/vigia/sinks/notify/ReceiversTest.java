package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiversTest {

    @Test
    void of_oneOfEach_areFoundByName() {
        Receivers receivers = Receivers.of(config(Map.of(
                "receivers.ops.channel", "slack",
                "receivers.ops.url", "https://hooks.slack.com/services/x",
                "receivers.hook.channel", "webhook",
                "receivers.hook.url", "http://localhost:1/",
                "receivers.mail.channel", "email",
                "receivers.mail.smtp.host", "mail",
                "receivers.mail.from", "a@b",
                "receivers.mail.to", "c@d, e@f")));

        assertThat(receivers.names()).containsExactly("hook", "mail", "ops");
        assertThat(receivers.find("ops").orElseThrow().kind()).isEqualTo("slack");
        assertThat(receivers.find("nobody")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "receivers.x.channel, pager, receivers.x.channel",
        "receivers.x.url, ftp://secret, receivers.x.url",
        "receivers.x.ulr, http://a, receivers.x.ulr",
        "receivers.x.to, a@b, receivers.x.to",
        "receivers.x, slack, receivers.x",
    })
    void of_wrongSetting_isNamedWithoutItsSecret(String key, String value, String named) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "receivers.x.channel", "slack",
                "receivers.x.url", "http://hooks/secret"));
        settings.put(key, value);

        assertThatThrownBy(() -> Receivers.of(config(settings)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("secret");
    }

    private static NotifySinkConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("bootstrap.servers", "localhost:9092");
        all.put("schema.registry.url", "http://localhost:8081");
        return new NotifySinkConfig(all);
    }
}
