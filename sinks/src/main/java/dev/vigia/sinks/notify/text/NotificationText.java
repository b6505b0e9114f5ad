package dev.vigia.sinks.notify.text;

import java.util.List;

/**
 * A notification in the words of one reader; what comes from rules is in their language. No text in it is escaped.
 *
 * @param words the reader's
 * @param sign an emoji: that of the worst alert
 * @param title one line; of several alerts, that of the worst, and how many more there are
 * @param lead one sentence: how it stands
 * @param alerts the worst first, those that are over last; of ALERTS and a DIGEST only
 * @param lines one a rule; of a SUMMARY, and of what a DIGEST does not name
 * @param facts of the notification itself: why it is sent, what it is grouped by
 * @param links of the notification itself; each alert has its own
 */
public record NotificationText(
        Words words,
        String sign,
        String title,
        String lead,
        List<AlertSection> alerts,
        List<String> lines,
        List<Fact> facts,
        List<Link> links) {

    /** The sign and the title. */
    public String headline() {
        return sign + " " + title;
    }
}
