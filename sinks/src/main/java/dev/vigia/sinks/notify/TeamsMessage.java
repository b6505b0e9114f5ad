package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.SummaryLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An Adaptive Card 1.4 for Microsoft Teams. Texts stand in runs of a RichTextBlock, which shows them as they are: in a TextBlock
 * or a fact they were Markdown, and a log could write links.
 */
final class TeamsMessage {

    /**
     * A message has at most 28 KB (https://learn.microsoft.com/microsoftteams/limits-specifications-teams). Some ways to Teams
     * count two bytes a UTF-16 unit, so both have to fit.
     */
    static final int LARGEST = 28 * 1024;

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_TEXT = 600;
    private static final int LONGEST_FACT = 100;
    private static final int MOST_FACTS = 10;

    /** For what stands around the alerts. */
    private static final int ROOM = LARGEST - 4 * 1024;

    private TeamsMessage() {}

    /** @param externalUrl where a person finds Vigia, without a slash at the end */
    static ObjectNode of(Notification notification, String externalUrl) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message");
        ObjectNode card = message.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .putObject("content")
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        card.putObject("msteams").put("width", "Full");
        ArrayNode body = card.putArray("body");
        body.add(heading(AlertText.sign(notification) + " " + AlertText.title(notification)));
        List<ObjectNode> parts = parts(notification);
        int left = ROOM;
        int shown = 0;
        for (ObjectNode part : parts) {
            left -= size(part.toString());
            if (left < 0) break;
            body.add(part);
            shown++;
        }
        if (shown < parts.size()) {
            body.add(lines(Map.of("And", (parts.size() - shown) + " more"), "", false));
        }
        actions(card.putArray("actions"), notification, externalUrl);
        return message;
    }

    private static int size(String text) {
        return Math.max(2 * text.length(), text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
    }

    private static List<ObjectNode> parts(Notification notification) {
        List<ObjectNode> parts = new ArrayList<>();
        for (SummaryLine line : notification.getSummary()) {
            ObjectNode part = container(line.getActive() > 0 ? "attention" : "good");
            part.withArray("items")
                    .add(lines(Map.of("Severity", AlertText.severity(line.getSeverity())), AlertText.line(line), true));
            parts.add(part);
        }
        notification.getAlerts().forEach(alert -> parts.add(part(alert)));
        return parts;
    }

    private static ObjectNode part(Alert alert) {
        ObjectNode part = container(style(alert));
        ArrayNode items = part.withArray("items");
        items.add(lines(Map.of(), alert.getTitle(), true));
        items.add(lines(facts(alert), alert.getSummary(), false));
        return part;
    }

    private static ObjectNode container(String style) {
        ObjectNode container = JsonNodeFactory.instance
                .objectNode()
                .put("type", "Container")
                .put("style", style)
                .put("separator", true);
        container.putArray("items");
        return container;
    }

    private static String style(Alert alert) {
        if (AlertText.resolved(alert)) return "good";
        return AlertText.watched(alert) ? "warning" : "attention";
    }

    private static Map<String, String> facts(Alert alert) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Severity", AlertText.severity(alert));
        facts.put("Time", AlertText.time(alert.getAt()));
        Long watchedUntil = alert.getWatchedUntil();
        if (watchedUntil != null) facts.put("Watched until", AlertText.time(watchedUntil));
        if (!alert.getCondition().isBlank()) facts.put("Condition", alert.getCondition());
        new TreeMap<>(alert.getGroup())
                .entrySet().stream()
                        .limit(MOST_FACTS)
                        .forEach(entry -> facts.put(cut(entry.getKey(), LONGEST_FACT), entry.getValue()));
        return facts;
    }

    private static ObjectNode heading(String text) {
        ObjectNode block = rich();
        run(block, cut(text, LONGEST_TITLE), true).put("size", "Large");
        return block;
    }

    /** A text, and below it facts, one a line. */
    private static ObjectNode lines(Map<String, String> facts, String text, boolean bold) {
        ObjectNode block = rich();
        String before = "";
        if (!text.isBlank()) {
            run(block, cut(text, LONGEST_TEXT), bold);
            before = "\n";
        }
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            run(block, before + fact.getKey() + ": ", true);
            run(block, cut(fact.getValue(), LONGEST_FACT) + " ", false);
            before = "\n";
        }
        if (block.path("inlines").isEmpty()) run(block, " ", false);
        return block;
    }

    private static ObjectNode rich() {
        ObjectNode block = JsonNodeFactory.instance.objectNode().put("type", "RichTextBlock");
        block.putArray("inlines");
        return block;
    }

    private static ObjectNode run(ObjectNode block, String text, boolean bold) {
        ObjectNode run =
                block.withArray("inlines").addObject().put("type", "TextRun").put("text", text);
        if (bold) run.put("weight", "Bolder");
        return run;
    }

    private static void actions(ArrayNode actions, Notification notification, String externalUrl) {
        List<Alert> alerts = notification.getAlerts();
        String place = alerts.size() == 1 ? "/#alert=" + alerts.get(0).getAlertId() : "/";
        open(actions, "Open in Vigia", externalUrl + place);
        if (alerts.size() != 1) return;
        String runbook = alerts.get(0).getRunbookUrl();
        if (runbook != null && runbook.length() < LONGEST_TEXT && runbook.matches("https?://.*")) {
            open(actions, "Runbook", runbook);
        }
    }

    private static void open(ArrayNode actions, String title, String url) {
        actions.addObject().put("type", "Action.OpenUrl").put("title", title).put("url", url);
    }

    /** Control characters would take six bytes each, and show nothing. */
    private static String cut(String text, int longest) {
        return AlertText.cut(text.replaceAll("\\p{Cntrl}", " "), longest);
    }
}
