package dev.vigia.chaos.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.chaos.load.Incident;
import dev.vigia.chaos.load.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What PagerDuty makes of events of its Events API v2 (https://developer.pagerduty.com/docs/events-api-v2-overview): a trigger
 * opens an incident unless one with its {@code dedup_key} is open, which is what wakes somebody; acknowledge and resolve are about
 * the open one, and without effect where there is none. Thread-safe.
 */
final class PagerDuty {

    static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACCEPTED = 202;
    private static final int LONGEST_KEY = 255;
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

    /** Of one {@code dedup_key}. */
    private static final class Page {
        private String service = "";
        private int opened;
        private boolean open;
        private boolean acknowledged;
    }

    private final Map<String, Page> pages = new TreeMap<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> astray = new ArrayList<>();
    private int events;
    private int again;

    /** The status of the answer. */
    synchronized int take(String body) {
        events++;
        try {
            JsonNode event = JSON.readTree(body);
            String key = event.path("dedup_key").asText();
            if (key.isEmpty() || key.length() > LONGEST_KEY || !isOurs(event)) return refuse(body);
            return take(event, pages.computeIfAbsent(key, name -> new Page()), key) ? ACCEPTED : refuse(body);
        } catch (JsonProcessingException e) {
            return refuse(body);
        }
    }

    private static boolean isOurs(JsonNode event) {
        return event.path("routing_key").asText().equals(ROUTING_KEY);
    }

    private int refuse(String body) {
        refused.add(body);
        return 400;
    }

    private boolean take(JsonNode event, Page page, String key) {
        switch (event.path("event_action").asText()) {
            case "trigger" -> {
                JsonNode payload = event.path("payload");
                if (payload.path("summary").asText().isBlank()
                        || payload.path("source").asText().isBlank()
                        || !SEVERITIES.contains(payload.path("severity").asText())) return false;
                trigger(page, payload.path("component").asText());
            }
            case "acknowledge" -> {
                if (page.opened == 0) astray.add(key + " was acknowledged before it was open");
                if (!page.open || page.acknowledged) again++;
                page.acknowledged = true;
            }
            case "resolve" -> {
                if (!page.open) again++;
                page.open = false;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void trigger(Page page, String service) {
        page.service = service;
        if (page.open) {
            again++;
            return;
        }
        page.open = true;
        page.opened++;
        page.acknowledged = false;
    }

    /** Each incident of the script but those of the silenced service woke somebody once, and is closed. */
    synchronized Check check(List<Incident> incidents) {
        Findings findings = new Findings("one page an incident");
        for (String service :
                incidents.stream().map(Incident::service).distinct().toList()) {
            long expected = Script.told(incidents, service);
            long was = pages.values().stream()
                    .filter(page -> page.service.equals(service))
                    .count();
            if (was != expected) findings.differ(service + ": " + was + " incidents instead of " + expected);
        }
        pages.forEach((key, page) -> {
            if (page.opened > 1) findings.differ(page.service + " " + key + " was opened " + page.opened + " times");
            if (page.open) findings.differ(page.service + " " + key + " is still open");
        });
        astray.forEach(findings::differ);
        refused.forEach(body -> findings.differ("no event of PagerDuty's: " + body));
        findings.count("incidents", pages.size());
        findings.count("events", events);
        findings.count("of them without effect", again);
        return findings.check();
    }
}
