package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Texts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A message of the WhatsApp Cloud API from a template, which reaches people at any time. The template's body has four places: title,
 * how it stands, the numbers, and a link.
 *
 * @param name of the template, as Meta has approved it
 * @param language as Meta writes it, for instance {@code pt_BR}; empty for the reader's
 */
record WhatsAppTemplate(String name, Optional<String> language, Texts texts) {

    /** A filled body may have 1,024 characters (Meta's error 132005). */
    private static final int LONGEST_TITLE = 150;

    private static final int LONGEST_LEAD = 200;
    private static final int LONGEST_SUMMARY = 400;
    private static final int LONGEST_LINK = 200;

    /** @param to the number in international form, digits only */
    ObjectNode of(Notification notification, String to) {
        NotificationText text = texts.of(notification);
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("messaging_product", "whatsapp")
                .put("recipient_type", "individual")
                .put("to", to)
                .put("type", "template");
        ObjectNode template = message.putObject("template").put("name", name);
        template.putObject("language").put("code", language.orElseGet(() -> ofReader(text)));
        ArrayNode parameters =
                template.putArray("components").addObject().put("type", "body").putArray("parameters");
        parameter(parameters, text.headline(), LONGEST_TITLE);
        parameter(parameters, text.lead(), LONGEST_LEAD);
        parameter(parameters, summary(text), LONGEST_SUMMARY);
        parameter(parameters, link(text), LONGEST_LINK);
        return message;
    }

    private static String ofReader(NotificationText text) {
        return text.words().reader().language().tag().replace('-', '_');
    }

    private static String summary(NotificationText text) {
        if (text.alerts().size() == 1) return numbers(text.alerts().get(0));
        return Stream.concat(text.alerts().stream().map(AlertSection::headline), text.lines().stream())
                .collect(Collectors.joining(" · "));
    }

    /** With how they came, where there is room for it. */
    private static String numbers(AlertSection alert) {
        String course = alert.course().map(known -> " · " + known.line()).orElse("");
        String all = alert.summary() + course;
        return all.length() <= LONGEST_SUMMARY ? all : alert.summary();
    }

    /** An address that is cut leads nowhere. */
    private static String link(NotificationText text) {
        List<Link> links = text.alerts().size() == 1 ? text.alerts().get(0).links() : text.links();
        return links.stream()
                .map(Link::url)
                .filter(url -> url.length() <= LONGEST_LINK)
                .findFirst()
                .orElse("");
    }

    /** A parameter is neither empty nor has it new lines, tabs or more than four spaces in a row (Meta's error 132018). */
    private static void parameter(ArrayNode parameters, String text, int longest) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Z}]+", " ").strip();
        parameters.addObject().put("type", "text").put("text", line.isEmpty() ? "–" : AlertText.cut(line, longest));
    }
}
