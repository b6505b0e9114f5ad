package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Fact;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The HTML part of an e-mail. Styles are inline and the layout is of tables, as mail programs want it. */
final class EmailHtml {

    /** Gmail shows 102 kB of a message; the foot has to be within. */
    private static final int MAX_BYTES = 90_000;

    /** What the lines of all alerts may take of it; the rest is for what is known of the worst ones. */
    private static final int MAX_OVERVIEW = 40_000;

    /** In UTF-16 units, as all of these; what is longer is cut. */
    private static final int MAX_TITLE = 200;

    private static final int MAX_SUMMARY = 2_000;
    private static final int MAX_FACT = 500;

    private static final String FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
    private static final String MUTED = "color:#6b7280;font-size:13px;";

    private final StringBuilder out = new StringBuilder();
    private int bytes;

    private EmailHtml() {}

    /** @param charts gives those of the alerts, and keeps their pictures */
    static String of(Words words, NotificationText text, EmailCharts charts) {
        EmailHtml html = new EmailHtml();
        html.add(head(words, text));
        html.overview(words, text.alerts());
        html.lines(words, text.lines());
        boolean several = text.alerts().size() > 1;
        for (AlertSection section : text.alerts()) {
            String told = section(section, several, charts);
            if (several && !html.hasRoom(told, MAX_BYTES)) break;
            html.add(told);
        }
        html.add(foot(text));
        return html.out.toString();
    }

    private void add(String part) {
        out.append(part);
        bytes += size(part);
    }

    private boolean hasRoom(String part, int limit) {
        return bytes + size(part) <= limit;
    }

    private static int size(String part) {
        return part.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String head(Words words, NotificationText text) {
        return "<!DOCTYPE html><html lang=\"" + words.reader().language().tag() + "\"><head><meta charset=\"UTF-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><title>" + escaped(text.title(), MAX_TITLE)
                + "</title></head><body style=\"margin:0;padding:16px;font-size:15px;line-height:1.45;" + FONT
                + "\"><div style=\"max-width:680px;margin:0 auto;\"><h1 style=\"font-size:20px;margin:0 0 4px;\">"
                + escaped(text.headline(), MAX_TITLE) + "</h1>" + paragraph(text.lead(), "margin:0 0 16px;");
    }

    /** All alerts at a glance, where there are several. */
    private void overview(Words words, List<AlertSection> sections) {
        if (sections.size() < 2) return;
        add("<table role=\"presentation\" style=\"border-collapse:collapse;width:100%;margin:0 0 8px;\">");
        int told = 0;
        for (AlertSection section : sections) {
            String row = row(section);
            if (!hasRoom(row, MAX_OVERVIEW)) break;
            add(row);
            told++;
        }
        add("</table>");
        more(words, sections.size() - told);
    }

    private static String row(AlertSection section) {
        String title = escaped(section.headline(), MAX_TITLE);
        String linked = section.link(Link.Kind.ALERT)
                .map(link -> "<a href=\"" + escaped(link.url()) + "\" style=\"color:inherit;\">" + title + "</a>")
                .orElse(title);
        return "<tr><td style=\"" + bar(section) + "padding:4px 8px;\">" + linked
                + "</td><td style=\"padding:4px 8px;text-align:right;" + MUTED + "\">"
                + escaped(value(section), MAX_TITLE) + "</td></tr>";
    }

    /** One a rule. */
    private void lines(Words words, List<String> lines) {
        int told = 0;
        for (String line : lines) {
            String paragraph = paragraph(AlertText.cut(line, MAX_SUMMARY), "margin:0 0 8px;");
            if (!hasRoom(paragraph, MAX_BYTES)) break;
            add(paragraph);
            told++;
        }
        more(words, lines.size() - told);
    }

    private void more(Words words, int number) {
        if (number > 0) add(paragraph(words.say("more", number), "margin:0 0 16px;" + MUTED));
    }

    /** @param titled whether there are several, so that each has its title */
    private static String section(AlertSection section, boolean titled, EmailCharts charts) {
        String head = titled
                ? "<h2 style=\"font-size:17px;margin:0;\">" + escaped(section.headline(), MAX_TITLE) + "</h2>"
                        + paragraph(section.lead(), "margin:2px 0;")
                : "";
        String summary = AlertText.cut(section.summary(), MAX_SUMMARY);
        String figure = charts.figure(section);
        // A picture has its bars for whoever does not see it.
        String facts = section.facts().stream()
                .filter(fact -> figure.isEmpty() || fact.kind() != Fact.Kind.COURSE)
                .map(EmailHtml::fact)
                .collect(Collectors.joining());
        String links = section.links().stream().map(EmailHtml::link).collect(Collectors.joining(" "));
        return "<div style=\"" + bar(section) + "padding:2px 12px;margin:16px 0 20px;\">" + head
                + paragraph(summary, "margin:2px 0 8px;white-space:pre-line;font-weight:600;")
                + figure
                + "<table role=\"presentation\" style=\"border-collapse:collapse;\">"
                + facts
                + "</table><p style=\"margin:10px 0 4px;\">" + links + "</p></div>";
    }

    private static String fact(Fact fact) {
        String value = escaped(fact.value(), MAX_FACT);
        return "<tr><th style=\"text-align:left;vertical-align:baseline;font-weight:400;padding:1px 14px 1px 0;" + MUTED
                + "\">" + escaped(fact.name(), MAX_TITLE) + "</th><td style=\"padding:1px 0;word-break:break-word;\">"
                + (fact.kind() == Fact.Kind.CONDITION ? "<code>" + value + "</code>" : value) + "</td></tr>";
    }

    private static String link(Link link) {
        return "<a href=\"" + escaped(link.url()) + "\" style=\"display:inline-block;margin:0 14px 4px 0;\">"
                + escaped(link.text()) + "</a>";
    }

    private static String foot(NotificationText text) {
        return "<hr style=\"border:0;border-top:1px solid #d1d5db;margin:16px 0 8px;\">"
                + text.facts().stream()
                        .map(fact -> fact.name() + ": " + AlertText.cut(fact.value(), MAX_FACT))
                        .map(fact -> paragraph(fact, MUTED + "margin:0;"))
                        .collect(Collectors.joining())
                + "<p>" + text.links().stream().map(EmailHtml::link).collect(Collectors.joining(" "))
                + "</p></div></body></html>";
    }

    private static String paragraph(String text, String style) {
        return "<p style=\"" + style + "\">" + escaped(text) + "</p>";
    }

    /** What a line has of an alert besides its title. */
    static String value(AlertSection section) {
        return section.fact(Fact.Kind.VALUE).map(Fact::value).orElse(section.summary());
    }

    private static String bar(AlertSection section) {
        return "border-left:4px solid " + color(section) + ";";
    }

    /** How bad it is, or that it is over. */
    static String color(AlertSection section) {
        if (section.isOver()) return "#16a34a";
        return switch (section.alert().getSeverity()) {
            case CRITICAL -> "#dc2626";
            case HIGH, MEDIUM -> "#d97706";
            case LOW, INFO -> "#2563eb";
        };
    }

    /** A line that explains what stands above it. */
    static String muted(String text) {
        return paragraph(text, "margin:0 0 10px;" + MUTED);
    }

    private static String escaped(String text, int longest) {
        return escaped(AlertText.cut(text, longest));
    }

    /** Control characters have no place in HTML. */
    static String escaped(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\n\t]]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
