package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Fact;
import dev.vigia.sinks.notify.text.Link;
import dev.vigia.sinks.notify.text.NotificationText;
import dev.vigia.sinks.notify.text.Words;

/** The text part of an e-mail. */
final class EmailPlain {

    /** So many alerts have all that is known of them, */
    private static final int MAX_DETAILS = 10;

    /** and so many at least a line. */
    private static final int MAX_LINES = 200;

    /** In UTF-16 units; what is longer is cut. */
    private static final int MAX_LINE = 2_000;

    private static final int MAX_VALUE = 200;

    private final StringBuilder out = new StringBuilder();

    private EmailPlain() {}

    static String of(Words words, NotificationText text) {
        EmailPlain plain = new EmailPlain();
        plain.line(text.headline()).line(text.lead()).line("");
        text.lines().forEach(plain::line);
        int told = 0;
        for (AlertSection section : text.alerts()) {
            boolean detailed = told < MAX_DETAILS;
            if (!detailed && told == MAX_LINES) break;
            if (detailed) plain.section(section, text.alerts().size() > 1);
            else plain.glance(section);
            told++;
        }
        int more = text.alerts().size() - told;
        if (more > 0) plain.line("").line(words.say("more", more));
        plain.line("").line("-- ");
        for (Fact fact : text.facts()) plain.line(fact.name() + ": " + fact.value());
        for (Link link : text.links()) plain.line(link.text() + ": " + link.url());
        return plain.out.toString();
    }

    private void glance(AlertSection section) {
        String link = section.link(Link.Kind.ALERT).map(to -> " " + to.url()).orElse("");
        line(section.headline() + " — " + AlertText.cut(EmailHtml.value(section), MAX_VALUE) + link);
    }

    /** @param titled whether there are several, so that each has its title */
    private void section(AlertSection section, boolean titled) {
        if (titled) line("").line(section.headline()).line(section.lead());
        line(section.summary()).line("");
        for (Fact fact : section.facts()) line(fact.name() + ": " + fact.value());
        line("");
        for (Link link : section.links()) line(link.text() + ": " + link.url());
        line("");
    }

    private EmailPlain line(String text) {
        out.append(AlertText.cut(text, MAX_LINE).replaceAll("[\\p{Cc}&&[^\n\t]]", ""))
                .append('\n');
        return this;
    }
}
