package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Fact;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Texts;
import dev.vigia.sinks.notify.text.Words;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages of Slack's Block Kit, within its limits (docs.slack.dev, reference of blocks). */
final class SlackBlocks {

    private static final int LONGEST_HEADER = 150;
    private static final int LONGEST_SECTION = 3_000;
    private static final int LONGEST_FIELD = 2_000;
    private static final int MOST_FIELDS = 10;
    /** Of 50 that a message may have; the rest is for the header, and what stands below. */
    private static final int MOST_SECTIONS = 45;
    /** Of one alert among many. */
    private static final int LONGEST_AMONG_MANY = 600;

    private final Texts texts;

    SlackBlocks(Texts texts) {
        this.texts = texts;
    }

    /** A message without buttons: {@code text}, which a phone shows before it is opened, and {@code blocks}. */
    ObjectNode of(Notification notification) {
        return of(texts.of(notification));
    }

    /** The same, and buttons below while the episode is on. Of one alert. */
    ObjectNode withButtons(Notification notification) {
        NotificationText text = texts.of(notification);
        ObjectNode message = of(text);
        Alert alert = notification.getAlerts().get(0);
        if (!AlertText.resolved(alert)) ((ArrayNode) message.path("blocks")).add(buttons(text.words(), alert));
        return message;
    }

    /** What is new, for the thread under a message. */
    String reply(Notification notification) {
        NotificationText text = texts.of(notification);
        String summary =
                text.alerts().stream().map(AlertSection::summary).findFirst().orElse("");
        String why = text.facts().stream()
                .filter(fact -> fact.kind() == Fact.Kind.REASON)
                .map(Fact::value)
                .findFirst()
                .orElse("");
        return Escapes.SLACK.of(text.sign() + " " + why + "\n" + text.lead() + "\n" + summary, LONGEST_SECTION);
    }

    private static ObjectNode of(NotificationText text) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("text", Escapes.SLACK.of(text.headline() + "\n" + text.lead(), LONGEST_SECTION));
        ArrayNode blocks = message.putArray("blocks");
        blocks.addObject()
                .put("type", "header")
                .putObject("text")
                .put("type", "plain_text")
                .put("text", Escapes.SLACK.of(text.headline(), LONGEST_HEADER))
                .put("emoji", true);
        if (text.alerts().size() == 1) {
            one(blocks, text.alerts().get(0));
        } else {
            section(blocks, Escapes.SLACK.of(text.lead(), LONGEST_SECTION));
            many(blocks, text);
        }
        small(blocks, text.facts(), text.links());
        return message;
    }

    private static void one(ArrayNode blocks, AlertSection alert) {
        ObjectNode section = section(blocks, Escapes.SLACK.of(alert.lead() + "\n" + alert.summary(), LONGEST_SECTION));
        ArrayNode fields = section.putArray("fields");
        alert.facts().stream()
                .limit(MOST_FIELDS)
                .forEach(fact -> text(
                        fields.addObject(),
                        "*" + Escapes.SLACK.of(fact.name(), 200) + "*\n"
                                + Escapes.SLACK.of(fact.value(), LONGEST_FIELD - 300)));
        if (fields.isEmpty()) section.remove("fields");
        small(blocks, List.of(), alert.links());
    }

    private static void many(ArrayNode blocks, NotificationText text) {
        List<String> all = Stream.concat(
                        text.alerts().stream().map(SlackBlocks::amongMany),
                        text.lines().stream().map(line -> Escapes.SLACK.of(line, LONGEST_SECTION)))
                .toList();
        all.stream().limit(MOST_SECTIONS).forEach(words -> section(blocks, words));
        int more = all.size() - MOST_SECTIONS;
        if (more > 0) section(blocks, Escapes.SLACK.of(text.words().say("more", more), LONGEST_SECTION));
    }

    private static String amongMany(AlertSection alert) {
        String body = Escapes.SLACK.of(alert.lead() + "\n" + alert.summary(), LONGEST_AMONG_MANY);
        String link = alert.link(Link.Kind.ALERT)
                .map(to -> "\n" + link(to.text(), to.url(), 1_000))
                .orElse("");
        return "*" + Escapes.SLACK.of(alert.headline(), 300) + "*\n" + body + link;
    }

    private static ObjectNode section(ArrayNode blocks, String mrkdwn) {
        ObjectNode section = blocks.addObject().put("type", "section");
        text(section.putObject("text"), mrkdwn);
        return section;
    }

    /** As it is written: names that start with # or @ in it are not made into mentions. */
    private static void text(ObjectNode text, String mrkdwn) {
        text.put("type", "mrkdwn").put("text", mrkdwn).put("verbatim", true);
    }

    private static void small(ArrayNode blocks, List<Fact> facts, List<Link> links) {
        String said = facts.stream()
                .map(fact -> Escapes.SLACK.of(fact.name() + ": " + fact.value(), 500))
                .collect(Collectors.joining("\n"));
        StringBuilder ways = new StringBuilder();
        for (Link link : links) {
            String way = link(link.text(), link.url(), LONGEST_FIELD - ways.length() - 3);
            if (way.isEmpty()) continue;
            ways.append(ways.isEmpty() ? "" : " · ").append(way);
        }
        String all = said + (said.isEmpty() || ways.isEmpty() ? "" : "\n") + ways;
        if (all.isEmpty()) return;
        text(blocks.addObject().put("type", "context").putArray("elements").addObject(), all);
    }

    /** Empty where it would be longer than that. */
    private static String link(String text, String url, int longest) {
        String link = "<" + Escapes.SLACK.of(url, longest).replace("|", "%7C") + "|"
                + Escapes.SLACK.of(text, 100).replace("|", " ") + ">";
        return url.length() > longest || link.length() > longest ? "" : link;
    }

    private static ObjectNode buttons(Words words, Alert alert) {
        ObjectNode actions = JsonNodeFactory.instance.objectNode().put("type", "actions");
        ArrayNode elements = actions.putArray("elements");
        if (alert.getAcknowledgedBy() == null)
            button(elements, "acknowledge", words, alert).put("style", "primary");
        button(elements, "resolve", words, alert);
        button(elements, "snooze", words, alert);
        return actions;
    }

    /** What the console reads when it is pressed: {@code action_id} and {@code value}. */
    private static ObjectNode button(ArrayNode elements, String what, Words words, Alert alert) {
        ObjectNode button = elements.addObject().put("type", "button").put("action_id", "vigia_" + what);
        button.putObject("text").put("type", "plain_text").put("text", words.say("button." + what));
        return button.put("value", alert.getAlertId() + ":" + alert.getEpisodeId());
    }
}
