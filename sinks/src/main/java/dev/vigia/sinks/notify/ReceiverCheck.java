package dev.vigia.sinks.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigValue;

/** Finds what is wrong with settings of the connector before it runs. Nobody is called, and nothing is said of a value that may be secret. */
public final class ReceiverCheck {

    /**
     * A setting that is wrong.
     *
     * @param key as the connector has it, for instance {@code receivers.sms.segments}
     * @param what is wrong with it, and the way out
     */
    public record Problem(String key, String what) {

        private Problem(WrongSettingException e) {
            this(e.key(), e.what());
        }

        /** Of what Kafka checks; its messages begin with the key as ours do. */
        private static Stream<Problem> of(ConfigValue value) {
            String key = value.name() + ": ";
            return value.errorMessages().stream()
                    .map(message -> new Problem(
                            value.name(), message.startsWith(key) ? message.substring(key.length()) : message));
        }
    }

    private ReceiverCheck() {}

    /**
     * Makes every receiver, with its templates tried out.
     *
     * @param connector all settings of the connector
     * @return one for each receiver that cannot be made; or what is wrong with other settings, which come first
     */
    public static List<Problem> problems(Map<String, String> connector) {
        List<Problem> problems = NotifySinkConfig.KEYS.validate(connector).stream()
                .flatMap(Problem::of)
                .toList();
        return problems.isEmpty() ? receivers(connector) : problems;
    }

    private static List<Problem> receivers(Map<String, String> connector) {
        return Receivers.of(new NotifySinkConfig(connector)).wrong().stream()
                .map(Problem::new)
                .toList();
    }

    /**
     * Looks at the names of settings only, for receivers of which some have no values yet.
     *
     * @param receivers settings by receiver
     * @return at most one for each
     */
    public static List<Problem> names(Map<String, Map<String, String>> receivers) {
        List<Problem> problems = new ArrayList<>();
        receivers.forEach((name, settings) -> {
            try {
                if (name.contains(".")) {
                    throw new WrongSettingException(
                            ReceiverSettings.PREFIX + name, "the name of a receiver has no dots");
                }
                Receivers.requireKnown(new ReceiverSettings(name, settings));
            } catch (WrongSettingException e) {
                problems.add(new Problem(e));
            }
        });
        return problems;
    }
}
