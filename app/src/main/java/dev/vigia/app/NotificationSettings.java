package dev.vigia.app;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Section {@code notifications}: who can be told. A receiver whose address is empty is there all the same, so that a name in
 * {@code routes.yaml} can wait for its address.
 *
 * @param externalUrl where people find the console; for links in messages
 * @param kibanaUrl where people find Kibana, for links to records; empty for none
 * @param language of messages, and of answers in chats: {@code en} (default) or {@code pt-BR}; a receiver may have its own
 * @param zone of the times in messages, by default UTC; a receiver may have its own
 * @param receivers settings by receiver, as they are written; {@code channel} and what the channel needs
 */
record NotificationSettings(
        String externalUrl,
        String kibanaUrl,
        String language,
        String zone,
        Map<String, Map<String, String>> receivers) {

    private static final Set<String> ADDRESSES = Set.of("url", "to", "routing_key");

    NotificationSettings {
        externalUrl = externalUrl == null ? "http://127.0.0.1:8080" : externalUrl;
        kibanaUrl = kibanaUrl == null ? "" : kibanaUrl;
        language = language == null ? "en" : language;
        zone = zone == null ? "UTC" : zone;
        Map<String, Map<String, String>> written = new TreeMap<>();
        if (receivers != null) {
            receivers.forEach((name, settings) -> {
                Map<String, String> values = new TreeMap<>();
                if (settings != null) settings.forEach((key, value) -> values.put(key, value == null ? "" : value));
                written.put(name, values);
            });
        }
        receivers = written;
    }

    /** Those that have an address, without the settings that have no value. */
    Map<String, Map<String, String>> reachable() {
        Map<String, Map<String, String>> reachable = new TreeMap<>();
        receivers.forEach((name, settings) -> {
            Map<String, String> set = new TreeMap<>(settings);
            set.values().removeIf(String::isBlank);
            if (ADDRESSES.stream().anyMatch(set::containsKey)) reachable.put(name, set);
        });
        return reachable;
    }

    /** The same with other receivers. */
    NotificationSettings with(Map<String, Map<String, String>> others) {
        return new NotificationSettings(externalUrl, kibanaUrl, language, zone, others);
    }
}
