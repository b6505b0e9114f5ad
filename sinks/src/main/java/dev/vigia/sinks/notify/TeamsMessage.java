package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Fact;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.NotificationText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
    private static final int MOST_FACTS = 12;
    private static final int MOST_ACTIONS = 6;
    private static final int LONGEST_URL = 1_500;

    /** For what stands around the alerts; of addresses, a character takes up to two bytes. */
    private static final int ROOM = LARGEST - 8 * 1024;

    private TeamsMessage() {}

    static ObjectNode of(NotificationText text) {
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
        ObjectNode heading = rich();
        run(heading, cut(text.headline(), LONGEST_TITLE), true).put("size", "Large");
        body.add(heading);
        body.add(plain(text.lead(), false));
        List<ObjectNode> parts = parts(text);
        int left = ROOM;
        int shown = 0;
        for (ObjectNode part : parts) {
            left -= size(part.toString());
            if (left < 0) break;
            body.add(part);
            shown++;
        }
        if (shown < parts.size()) body.add(plain("+" + (parts.size() - shown), true));
        actions(card.putArray("actions"), text);
        return message;
    }

    private static int size(String text) {
        return Math.max(2 * text.length(), text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static List<ObjectNode> parts(NotificationText text) {
        List<ObjectNode> parts = new ArrayList<>();
        for (String line : text.lines()) parts.add(container("default", plain(line, false)));
        for (AlertSection alert : text.alerts()) {
            parts.add(container(
                    style(alert),
                    plain(alert.headline(), true),
                    plain(alert.summary(), false),
                    plain(alert.lead(), false),
                    facts(alert.facts())));
        }
        return parts;
    }

    private static ObjectNode container(String style, ObjectNode... items) {
        ObjectNode container = JsonNodeFactory.instance
                .objectNode()
                .put("type", "Container")
                .put("style", style)
                .put("separator", true);
        container.putArray("items").addAll(List.of(items));
        return container;
    }

    private static String style(AlertSection alert) {
        if (alert.isOver()) return "good";
        return alert.isWatched() ? "warning" : "attention";
    }

    private static ObjectNode facts(List<Fact> facts) {
        ObjectNode block = rich();
        String before = "";
        for (Fact fact : facts.subList(0, Math.min(MOST_FACTS, facts.size()))) {
            run(block, before + cut(fact.name(), LONGEST_FACT) + ": ", true);
            run(block, cut(fact.value(), LONGEST_FACT) + " ", false);
            before = "\n";
        }
        return block;
    }

    private static ObjectNode plain(String text, boolean bold) {
        ObjectNode block = rich();
        // A run without text is refused.
        run(block, text.isBlank() ? " " : cut(text, LONGEST_TEXT), bold);
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

    /** Of a single alert its own, else those of the notification. */
    private static void actions(ArrayNode actions, NotificationText text) {
        List<Link> own = text.alerts().size() == 1 ? text.alerts().get(0).links() : List.of();
        Stream.concat(own.stream(), text.links().stream())
                .filter(link -> link.url().length() <= LONGEST_URL)
                .limit(MOST_ACTIONS)
                .forEach(link -> actions.addObject()
                        .put("type", "Action.OpenUrl")
                        .put("title", cut(link.text(), LONGEST_FACT))
                        .put("url", link.url()));
    }

    /** Control characters would take six bytes each, and show nothing. */
    private static String cut(String text, int longest) {
        return AlertText.cut(text.replaceAll("\\p{Cntrl}", " "), longest);
    }
}
