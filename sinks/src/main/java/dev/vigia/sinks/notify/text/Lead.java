package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;

/** How an alert stands, in one sentence. */
record Lead(Words words) {

    /** @param now when it is told: milliseconds since 1970-01-01 UTC */
    String of(Alert alert, long now) {
        String duration = words.duration(AlertFacts.lasted(alert, now));
        if (Texts.isRetracted(alert)) return words.say("lead.retracted");
        if (Texts.isOver(alert)) return over(alert, duration);
        Long watched = alert.getWatchedUntil();
        if (watched != null) return words.say("lead.watched", words.time(watched));
        String since = words.time(alert.getStartedAt());
        Severity before = alert.getPreviousSeverity();
        boolean changed =
                alert.getTransition() == Transition.SEVERITY_CHANGED || alert.getTransition() == Transition.CORRECTED;
        if (changed && before != null) {
            boolean rose = alert.getSeverity().compareTo(before) < 0;
            return words.say(
                    rose ? "lead.rose" : "lead.fell",
                    words.severity(before),
                    words.severity(alert.getSeverity()),
                    since,
                    duration);
        }
        if (alert.getTransition() == Transition.REOPENED) {
            return AlertFacts.person(alert.getActor())
                    .map(who -> words.say("lead.reopened_by", who, since))
                    .orElseGet(() -> words.say("lead.reopened", since));
        }
        return words.say("lead.on", words.severity(alert.getSeverity()), since, duration);
    }

    private String over(Alert alert, String duration) {
        return AlertFacts.person(alert.getActor())
                .map(who -> words.say("lead.resolved_by", who, duration))
                .orElseGet(() -> words.say("lead.resolved", duration));
    }
}
