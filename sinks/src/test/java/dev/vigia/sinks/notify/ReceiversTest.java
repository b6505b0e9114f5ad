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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "webhook | language | fr | 'fr' is none of en, pt-BR",
                "webhook | zone | Mars/Base | 'Mars/Base' is no time zone",
                "webhook | format | xml | 'xml' is none of alertmanager, cloudevents, vigia",
                "webhook | secret | secret-words-of-mine | has to be whsec_ and base64",
                "webhook | headers.Host | secret-host | cannot be a header of a request",
                "webhook | headers.X-A | a\u0001secret-b | cannot be a header of a request",
                "webhook | max_alerts | -1 | '-1' is not a number from 0 to 100000",
                "pagerduty | routing_key | secret-key | has to be of 32 characters",
                "http | body | {\"a\": {{#alerts}} | not a Mustache template",
                "http | body | {\"a\": \"{{nobody}}\"} | nobody",
                "http | body | {\"a\": \"{{text}}} | does not give JSON: line 1",
                "http | body | {\"a\": {{text}}} | does not give JSON: line 1",
                "http | segments | 99 | is not a number from 0 to 10",
                "http | method | get | 'get' is none of post, put",
                "http | keyed | maybe | 'maybe' is none of true, false",
            })
    void of_wrongSettingOfAChannel_isNamedWithTheWayOut(String channel, String key, String value, String words) {
        Map<String, String> settings =
                new HashMap<>(Map.of("receivers.x.channel", channel, "receivers.x.url", "http://hooks/secret"));
        if (channel.equals("http")) settings.put("receivers.x.body", "{}");
        settings.put("receivers.x." + key, value);

        assertThatThrownBy(() -> Receivers.of(config(settings)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("receivers.x." + key)
                .hasMessageContaining(words)
                .hasMessageNotContaining("secret-");
    }

    @Test
    void of_formAndBody_isOneTooMany() {
        Map<String, String> settings = Map.of(
                "receivers.x.channel", "http",
                "receivers.x.url", "http://sms/",
                "receivers.x.form.To", "{{to}}",
                "receivers.x.body", "{}");

        assertThatThrownBy(() -> Receivers.of(config(settings)))
                .hasMessageContaining("receivers.x.body: there is form.…");
    }

    private static NotifySinkConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("bootstrap.servers", "localhost:9092");
        all.put("schema.registry.url", "http://localhost:8081");
        return new NotifySinkConfig(all);
    }
}
