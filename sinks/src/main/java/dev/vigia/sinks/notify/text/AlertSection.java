package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.avro.Alert;
import java.util.List;
import java.util.Optional;

/**
 * One alert of a notification in words. No text in it is escaped.
 *
 * @param alert what is told of
 * @param sign an emoji: how bad it is, that it is watched, or that it is over
 * @param title the rule's, with the mark of a drill before it
 * @param lead one sentence: how it stands
 * @param summary one sentence with the numbers; of an alert from outside, and where there are no words for it, as it was made
 * @param reason why it is in the notification
 * @param course how its value has come about; empty where that is not known, or shows nothing
 */
public record AlertSection(
        Alert alert,
        String sign,
        String title,
        String lead,
        String summary,
        String reason,
        List<Fact> facts,
        List<Link> links,
        Optional<CourseText> course) {

    public boolean isOver() {
        return Texts.isOver(alert);
    }

    /** Whether it has recovered, and is watched for a time before it is closed. */
    public boolean isWatched() {
        return Texts.isWatched(alert);
    }

    /** The sign and the title. */
    public String headline() {
        return sign + " " + title;
    }

    /** The first fact of a kind. */
    public Optional<Fact> fact(Fact.Kind kind) {
        return facts.stream().filter(fact -> fact.kind() == kind).findFirst();
    }

    public Optional<Link> link(Link.Kind kind) {
        return links.stream().filter(link -> link.kind() == kind).findFirst();
    }
}
