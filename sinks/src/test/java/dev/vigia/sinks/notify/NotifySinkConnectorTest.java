package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

/** What Connect is told of a configuration before it takes it. */
class NotifySinkConnectorTest {

    private static final Map<String, String> RIGHT = Map.of(
            "bootstrap.servers", "localhost:9092",
            "schema.registry.url", "http://localhost:8081",
            "receivers.hook.channel", "webhook",
            "receivers.hook.url", "http://localhost:1/secret");

    @Test
    void validate_right_isTaken() {
        assertThat(errors(Map.of())).isEmpty();
    }

    @Test
    void validate_receiversThatCannotBeMade_areRefusedEach_withoutTheirValues() {
        Map<String, String> wrong = Map.of(
                "receivers.hook.secret", "secret-words",
                "receivers.sms.channel", "http",
                "receivers.sms.url", "http://localhost:1/",
                "receivers.sms.body", "{{");

        assertThat(errors(wrong)).hasSize(2).allSatisfy(value -> {
            assertThat(value.value()).isNull();
            assertThat(value.errorMessages()).singleElement().asString().doesNotContain("secret-words");
        });
        assertThat(errors(wrong))
                .extracting(ConfigValue::name)
                .containsExactly("receivers.hook.secret", "receivers.sms.body");
    }

    @Test
    void validate_otherSettings_areRefusedByTheirNames() {
        assertThat(errors(Map.of("language", "fr", "zone", "Mars/Base")))
                .extracting(ConfigValue::name)
                .containsExactlyInAnyOrder("language", "zone");
    }

    /** What was right once may be so no more, after an update or with another environment. */
    @Test
    void start_receiverThatCannotBeMade_stopsNothing() {
        Map<String, String> properties = new HashMap<>(RIGHT);
        properties.put("receivers.hook.url", "nowhere");
        NotifySinkConnector connector = new NotifySinkConnector();

        connector.start(properties);

        assertThat(connector.taskConfigs(3)).containsExactly(properties);
    }

    private static List<ConfigValue> errors(Map<String, String> changed) {
        Map<String, String> properties = new HashMap<>(RIGHT);
        properties.putAll(changed);
        return new NotifySinkConnector()
                .validate(properties).configValues().stream()
                        .filter(value -> !value.errorMessages().isEmpty())
                        .toList();
    }
}
