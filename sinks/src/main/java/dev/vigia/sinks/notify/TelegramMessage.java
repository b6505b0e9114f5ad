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
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A notification as Telegram's Bot API wants it: its HTML, buttons below one open alert, and a chart where there is one. */
final class TelegramMessage {

    /** Telegram counts what is left when the tags are taken away; here they count as well. */
    private static final int LONGEST = 4_096;

    /** Of a picture's caption, without the tags. */
    private static final int LONGEST_CAPTION = 1_024;

    /** What is said of the rest. */
    private static final int ROOM = 200;

    private static final Pattern TAG = Pattern.compile("<[^>]*>");

    private final Notification notification;
    private final NotificationText text;

    TelegramMessage(Notification notification, Texts texts) {
        this.notification = notification;
        this.text = texts.of(notification);
    }

    /** For {@code sendMessage}, without the chat. */
    ObjectNode message() {
        ObjectNode message = fields().put("text", html(text));
        message.putObject("link_preview_options").put("is_disabled", true);
        return message;
    }

    /**
     * One alert with its chart, for {@code sendPhoto}. Empty where it has none, and where the caption has no room for what has to be
     * said.
     */
    Optional<TelegramPhoto> photo() {
        if (text.alerts().size() != 1) return Optional.empty();
        AlertSection alert = text.alerts().get(0);
        Optional<Picture> picture = Picture.of(alert, CourseChart.Format.CHAT);
        Optional<String> caption = picture.flatMap(drawn -> caption(alert, drawn));
        return caption.map(html -> new TelegramPhoto(
                fields().put("caption", html).put("show_caption_above_media", true),
                picture.orElseThrow().png()));
    }

    private ObjectNode fields() {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("parse_mode", "HTML");
        if (notification.getAlerts().size() == 1 && !AlertText.resolved(notification)) {
            message.set(
                    "reply_markup",
                    buttons(text.words(), notification.getAlerts().get(0)));
        }
        return message;
    }

    /** All but the facts has to fit; of them, as many as there is room for. */
    private Optional<String> caption(AlertSection alert, Picture picture) {
        StringBuilder head = new StringBuilder("<b>" + escaped(text.headline(), LONGEST_CAPTION) + "</b>");
        line(head, escaped(text.lead(), LONGEST_CAPTION));
        line(head, escaped(alert.summary(), LONGEST_CAPTION));
        StringBuilder tail = new StringBuilder();
        line(tail, links(alert.links(), 1_000));
        line(tail, links(text.links(), 1_000));
        line(tail, "<i>" + escaped(picture.caption(), 300) + "</i>");
        int room = LONGEST_CAPTION - seen(head) - seen(tail);
        if (room < 0) return Optional.empty();
        for (Fact fact : Stream.concat(alert.facts().stream(), text.facts().stream())
                .filter(fact -> fact.kind() != Fact.Kind.COURSE)
                .toList()) {
            StringBuilder line = new StringBuilder();
            line(line, fact(fact));
            room -= seen(line);
            if (room < 0) break;
            head.append(line);
        }
        return Optional.of(head.append(tail).toString());
    }

    private static void line(StringBuilder html, String line) {
        if (!line.isEmpty()) html.append('\n').append(line);
    }

    /** Of how many characters a reader sees something: tags are none, and an escape counts as it is written. */
    private static int seen(CharSequence html) {
        return TAG.matcher(html).replaceAll("").length();
    }

    private static String html(NotificationText text) {
        StringBuilder html = new StringBuilder("<b>" + escaped(text.headline(), 300) + "</b>");
        add(html, escaped(text.lead(), 400));
        int left = text.alerts().size() + text.lines().size();
        for (AlertSection alert : text.alerts()) {
            if (!add(html, text.alerts().size() == 1 ? one(alert) : among(alert))) break;
            left--;
        }
        for (String line : text.lines()) {
            if (!add(html, escaped(line, 1_000))) break;
            left--;
        }
        if (left > 0) html.append('\n').append(escaped(text.words().say("more", left), 100));
        for (Fact fact : text.facts()) add(html, fact(fact));
        add(html, links(text.links(), 1_500));
        return html.toString();
    }

    /** Whole lines only, so that no tag is torn. */
    private static boolean add(StringBuilder html, String lines) {
        if (html.length() + lines.length() + ROOM > LONGEST) return false;
        line(html, lines);
        return true;
    }

    private static String one(AlertSection alert) {
        StringBuilder lines = new StringBuilder(escaped(alert.summary(), 800));
        for (Fact fact : alert.facts()) {
            String line = "\n" + fact(fact);
            if (lines.length() + line.length() <= 1_800) lines.append(line);
        }
        return lines.append('\n').append(links(alert.links(), 1_000)).toString();
    }

    private static String among(AlertSection alert) {
        String title = "<b>" + escaped(alert.headline(), 150) + "</b>";
        String linked = alert.link(Link.Kind.ALERT)
                .filter(link -> link.url().length() <= 200)
                .map(link -> "<a href=\"" + escaped(link.url(), 200) + "\">" + title + "</a>")
                .orElse(title);
        return "\n" + linked + "\n" + escaped(alert.summary(), 250);
    }

    private static String fact(Fact fact) {
        return "<b>" + escaped(fact.name(), 60) + ":</b> " + escaped(fact.value(), 200);
    }

    /** As many as there is room for. */
    private static String links(List<Link> links, int longest) {
        StringBuilder line = new StringBuilder();
        for (Link link : links) {
            String way = (line.isEmpty() ? "" : " · ") + "<a href=\"" + escaped(link.url(), longest) + "\">"
                    + escaped(link.text(), 60) + "</a>";
            if (link.url().length() <= longest && line.length() + way.length() <= longest) line.append(way);
        }
        return line.toString();
    }

    private static String escaped(String text, int longest) {
        return Escapes.TELEGRAM.of(text, longest);
    }

    private static ObjectNode buttons(Words words, Alert alert) {
        ObjectNode markup = JsonNodeFactory.instance.objectNode();
        ArrayNode row = markup.putArray("inline_keyboard").addArray();
        if (alert.getAcknowledgedBy() == null) button(row, words.say("button.acknowledge"), "ack", alert);
        button(row, words.say("button.resolve"), "res", alert);
        button(row, words.say("button.snooze"), "zzz", alert);
        return markup;
    }

    /** What comes back when it is pressed may have 64 bytes; the console reads it. */
    private static void button(ArrayNode row, String text, String data, Alert alert) {
        row.addObject()
                .put("text", text)
                .put("callback_data", data + ":" + alert.getAlertId() + ":" + alert.getEpisodeId());
    }
}
