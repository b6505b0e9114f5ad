package dev.vigia.chaos.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.chaos.load.Incident;
import dev.vigia.chaos.load.Script;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Somebody who is told by Alertmanager's webhook, and knows by {@code Idempotency-Key} what was told already. Thread-safe. */
final class Pager {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** How often each was told, by key: alert, beginning and status. */
    private final Map<String, Map<String, Integer>> told = new TreeMap<>();

    /** The status of the answer. */
    synchronized int take(String key, String body) {
        try {
            for (JsonNode alert : JSON.readTree(body).path("alerts")) {
                String what = alert.path("labels").path("service").asText() + " "
                        + alert.path("startsAt").asText() + " "
                        + alert.path("status").asText();
                told.computeIfAbsent(what, name -> new TreeMap<>()).merge(key, 1, Integer::sum);
            }
            return 200;
        } catch (JsonProcessingException e) {
            return 400;
        }
    }

    /**
     * Each incident was told when it began and when it was over, but for those of the silenced service. It may be told again
     * after a crash, which the counts show, under the same key.
     */
    synchronized Check check(List<Incident> incidents) {
        Findings findings = new Findings("somebody was told");
        for (String service :
                incidents.stream().map(Incident::service).distinct().toList()) {
            for (String status : List.of("firing", "resolved")) {
                long expected = Script.told(incidents, service);
                long was = told.keySet().stream()
                        .filter(it -> it.startsWith(service + " ") && it.endsWith(" " + status))
                        .count();
                if (was != expected) findings.differ(service + " " + status + ": " + was + " instead of " + expected);
            }
        }
        told.forEach((what, keys) -> {
            if (keys.size() > 1) findings.differ(what + " was told under several keys: " + keys.keySet());
        });
        long messages = times(0);
        findings.count("messages", messages);
        findings.count("of them again", times(1));
        return findings.check();
    }

    private long times(int less) {
        return told.values().stream()
                .flatMap(keys -> keys.values().stream())
                .mapToLong(times -> times - less)
                .sum();
    }
}
