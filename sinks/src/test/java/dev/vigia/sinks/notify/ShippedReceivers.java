package dev.vigia.sinks.notify;

import dev.vigia.runtime.ConfigFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The receivers of {@code config/vigia.yaml}.
 *
 * @param receivers what is set, by receiver
 */
record ShippedReceivers(Map<String, Map<String, String>> receivers) {

    /** The section, as it is read. */
    record Notifications(
            String externalUrl,
            String kibanaUrl,
            String language,
            String zone,
            Map<String, Map<String, String>> receivers) {}

    /** @param environment variables that are set */
    static ShippedReceivers with(Map<String, String> environment) {
        Path file = Path.of(System.getProperty("vigia.root"), "config", "vigia.yaml");
        Notifications section = ConfigFile.read(file, environment).section("notifications", Notifications.class);
        return new ShippedReceivers(section.receivers());
    }

    Set<String> names() {
        return receivers.keySet();
    }

    /** What is set of one. */
    Map<String, String> of(String receiver) {
        Map<String, String> settings = new TreeMap<>(receivers.get(receiver));
        settings.values().removeIf(String::isBlank);
        return settings;
    }
}
