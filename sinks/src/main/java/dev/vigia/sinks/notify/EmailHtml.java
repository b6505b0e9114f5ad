package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Fact;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Words;
import java.util.List;

/** The HTML part of an e-mail. Styles are inline and the layout is of tables, as mail programs want it. */
final class EmailHtml {

    /** So many alerts have all that is known of them, */
    static final int MAX_DETAILS = 10;

    /** and so many a line, so that the message stays below the 102 kB at which Gmail cuts. */
    static final int MAX_ROWS = 150;

    /** A text of a rule's in a list; more is cut. */
    private static final int MAX_TITLE = 120;

    /** A text of a rule's, or of a sender outside; more is cut. */
    static final int MAX_TEXT = 2_000;

    private static final String FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
    private static final String MUTED = "color:#6b7280;font-size:13px;";

    private final StringBuilder out = new StringBuilder();

    private EmailHtml() {}

    static String of(Words words, NotificationText text) {
        EmailHtml html = new EmailHtml();
        html.head(text);
        if (text.alerts().size() > 1) html.overview(text.alerts().subList(0, Math.min(MAX_ROWS, text.alerts().size())));
        html.lines(text.lines());
        for (AlertSection section : text.alerts().subList(0, Math.min(MAX_DETAILS, text.alerts().size()))) {
            html.section(section, text.alerts().size() > 1);
        }
        int more = text.alerts().size() - MAX_ROWS;
        if (more > 0) html.paragraph(words.say("more", more), "");
        html.foot(text);
        return html.out.toString();
    }

    private void head(NotificationText text) {
        out.append("<!DOCTYPE html><html lang=\"")
                .append(text.language().tag())
                .append("\"><head><meta charset=\"UTF-8\"><meta name=\"viewport\" content=\"width=device-width\">")
                .append("<meta name=\"color-scheme\" content=\"light dark\"><title>")
                .append(escaped(text.title()))
                .append("</title></head><body style=\"margin:0;padding:16px;font-size:15px;line-height:1.45;")
                .append(FONT)
                .append("\"><div style=\"max-width:680px;margin:0 auto;\">");
        out.append("<h1 style=\"font-size:20px;margin:0 0 4px;\">")
                .append(escaped(text.headline()))
                .append("</h1>");
        paragraph(text.lead(), "margin:0 0 16px;");
    }

    /** All alerts at a glance. */
    private void overview(List<AlertSection> sections) {
        out.append("<table role=\"presentation\" style=\"border-collapse:collapse;width:100%;margin:0 0 16px;\">");
        for (AlertSection section : sections) {
            String url = section.link(Link.Kind.ALERT).map(Link::url).orElse("");
            out.append("<tr><td style=\"")
                    .append(bar(section))
                    .append("padding:4px 8px;\">")
                    .append("<a href=\"")
                    .append(escaped(url))
                    .append("\" style=\"color:inherit;\">")
                    .append(escaped(AlertText.cut(section.headline(), MAX_TITLE)))
                    .append("</a></td><td style=\"padding:4px 8px;text-align:right;")
                    .append(MUTED)
                    .append("\">")
                    .append(escaped(AlertText.cut(value(section), MAX_TITLE)))
                    .append("</td></tr>");
        }
        out.append("</table>");
    }

    private void lines(List<String> lines) {
        if (lines.isEmpty()) return;
        out.append("<ul style=\"padding:0 0 0 4px;list-style:none;\">");
        for (String line : lines) out.append("<li>").append(escaped(line)).append("</li>");
        out.append("</ul>");
    }

    /** @param titled whether there are several, so that each has its title */
    private void section(AlertSection section, boolean titled) {
        out.append("<div style=\"").append(bar(section)).append("padding:2px 12px;margin:0 0 20px;\">");
        if (titled) {
            out.append("<h2 style=\"font-size:17px;margin:0;\">")
                    .append(escaped(AlertText.cut(section.headline(), MAX_TEXT)))
                    .append("</h2>");
            paragraph(section.lead(), "margin:2px 0;");
        }
        paragraph(AlertText.cut(section.summary(), MAX_TEXT), "margin:2px 0 8px;white-space:pre-line;font-weight:600;");
        facts(section.facts());
        out.append("<p style=\"margin:10px 0 4px;\">");
        for (Link link : section.links()) {
            out.append("<a href=\"")
                    .append(escaped(link.url()))
                    .append("\" style=\"display:inline-block;margin:0 14px 4px 0;\">")
                    .append(escaped(link.text()))
                    .append("</a> ");
        }
        out.append("</p></div>");
    }

    private void facts(List<Fact> facts) {
        out.append("<table style=\"border-collapse:collapse;\">");
        for (Fact fact : facts) {
            boolean code = fact.kind() == Fact.Kind.CONDITION;
            out.append("<tr><th style=\"text-align:left;vertical-align:top;font-weight:400;padding:1px 14px 1px 0;")
                    .append(MUTED)
                    .append("\">")
                    .append(escaped(fact.name()))
                    .append("</th><td style=\"padding:1px 0;word-break:break-word;\">")
                    .append(code ? "<code>" : "")
                    .append(escaped(AlertText.cut(fact.value(), MAX_TEXT)))
                    .append(code ? "</code>" : "")
                    .append("</td></tr>");
        }
        out.append("</table>");
    }

    private void foot(NotificationText text) {
        out.append("<hr style=\"border:0;border-top:1px solid #d1d5db;margin:16px 0 8px;\">");
        for (Fact fact : text.facts()) paragraph(fact.name() + ": " + fact.value(), MUTED + "margin:0;");
        for (Link link : text.links()) {
            out.append("<p style=\"margin:0;\"><a href=\"")
                    .append(escaped(link.url()))
                    .append("\">")
                    .append(escaped(link.text()))
                    .append("</a></p>");
        }
        out.append("</div></body></html>");
    }

    private void paragraph(String text, String style) {
        out.append("<p style=\"")
                .append(style)
                .append("\">")
                .append(escaped(text))
                .append("</p>");
    }

    /** What a line has of an alert besides its title. */
    static String value(AlertSection section) {
        return section.fact(Fact.Kind.VALUE).map(Fact::value).orElse(section.summary());
    }

    private static String bar(AlertSection section) {
        String color = section.isOver()
                ? "#16a34a"
                : switch (section.alert().getSeverity()) {
                    case CRITICAL -> "#dc2626";
                    case HIGH, MEDIUM -> "#d97706";
                    case LOW, INFO -> "#2563eb";
                };
        return "border-left:4px solid " + color + ";";
    }

    /** Control characters have no place in HTML. */
    private static String escaped(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\n\t]]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
