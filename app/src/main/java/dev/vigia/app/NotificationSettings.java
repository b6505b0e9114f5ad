package dev.vigia.app;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Section {@code notifications}: who can be told. A receiver whose address is empty is left out, so that a name in
 * {@code routes.yaml} can wait for its address.
 *
 * @param externalUrl where people find the console; for links in messages
 * @param kibanaUrl where people find Kibana, for links to records; empty for none
 * @param language of messages, {@code en} (default) or {@code pt-BR}; a receiver may have its own
 * @param zone of the times in messages, by default UTC; a receiver may have its own
 * @param receivers settings by receiver; {@code channel} and what the channel needs
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
        Map<String, Map<String, String>> configured = new TreeMap<>();
        if (receivers != null) {
            receivers.forEach((name, settings) -> {
                Map<String, String> set = new TreeMap<>(settings);
                set.values().removeIf(value -> value == null || value.isBlank());
                if (ADDRESSES.stream().anyMatch(set::containsKey)) configured.put(name, set);
            });
        }
        receivers = configured;
    }

    /** The same with other receivers. */
    NotificationSettings with(Map<String, Map<String, String>> others) {
        return new NotificationSettings(externalUrl, kibanaUrl, language, zone, others);
    }
}
