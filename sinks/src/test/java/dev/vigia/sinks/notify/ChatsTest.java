package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatsTest {

    private static final Map<String, Map<String, String>> SOUND = Map.of(
            "slack", Map.of("url", "https://hooks.slack.com/services/T/B/s3cret"),
            "slack_app", Map.of("to", "C0123456789", "token", "xoxb-s3cret"),
            "telegram", Map.of("to", "@alerts", "token", "1:s3cret"),
            "whatsapp", Map.of("to", "5511999999999", "token", "s3cret", "phone.number.id", "1"));

    @ParameterizedTest
    @CsvSource({
        "slack, format, xml",
        "slack_app, to, #alerts",
        "slack_app, token, xoxb s3cret",
        "slack_app, token, ''",
        "slack_app, message.interval.ms, soon",
        "slack_app, api.url, ftp://s3cret",
        "telegram, to, somebody",
        "telegram, token, s3cret",
        "whatsapp, to, +55 11 9",
        "whatsapp, to, '5511999999999,5511888888888'",
        "whatsapp, phone.number.id, ''",
        "whatsapp, api.version, 23",
        "whatsapp, message.interval.ms, 60001",
        "whatsapp, zone, Brazil",
    })
    void of_wrongSetting_isNamedWithoutItsSecret(String kind, String key, String value) {
        Map<String, String> settings = new HashMap<>(SOUND.get(kind));
        ChannelContract.channel(kind, settings, ChannelContract.LONG);
        settings.put(key, value);

        assertThatThrownBy(() -> ChannelContract.channel(kind, settings, ChannelContract.LONG))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("receivers.r." + key)
                .hasMessageNotContaining("s3cret");
    }
}
