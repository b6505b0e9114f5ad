package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.sinks.notify.text.Fact.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of an alert, line by line. */
final class AlertFacts {

    private final Words words;
    private final List<Fact> facts = new ArrayList<>();

    private AlertFacts(Words words) {
        this.words = words;
    }

    /** @param now when it is told: milliseconds since 1970-01-01 UTC */
    static List<Fact> of(Words words, Alert alert, long now) {
        AlertFacts facts = new AlertFacts(words);
        facts.stands(alert, now);
        facts.people(alert, now);
        facts.measured(alert);
        CourseText.of(words, alert)
                .ifPresent(course -> facts.facts.add(new Fact(Kind.COURSE, course.name(), course.line())));
        new TreeMap<>(alert.getGroup()).forEach((name, value) -> facts.facts.add(new Fact(Kind.GROUP, name, value)));
        Optional.ofNullable(alert.getRunbookUrl())
                .filter(url -> !Links.isWeb(url))
                .ifPresent(text -> facts.add(Kind.RUNBOOK, text));
        return List.copyOf(facts.facts);
    }

    /** {@code user:Ana}, {@code slack:Ana} as Ana; what is not a person has no name. */
    static Optional<String> person(String actor) {
        int colon = actor.indexOf(':');
        return colon > 0 ? Optional.of(actor.substring(colon + 1)) : Optional.empty();
    }

    private void stands(Alert alert, long now) {
        add(Kind.SEVERITY, words.severity(alert.getSeverity()));
        add(Kind.STATE, words.say("state." + state(alert)));
        add(Kind.TIME, words.time(alert.getAt()));
        add(Kind.BEGAN, words.time(alert.getStartedAt()));
        add(Kind.DURATION, words.duration(lasted(alert, now)));
        Long watched = alert.getWatchedUntil();
        if (watched != null) add(Kind.WATCHED_UNTIL, words.time(watched));
    }

    private static String state(Alert alert) {
        if (Texts.isRetracted(alert)) return "RETRACTED";
        return Texts.isWatched(alert) ? "WATCHED" : alert.getState().name();
    }

    /** Until it was over, or until now. */
    static Duration lasted(Alert alert, long now) {
        long until = Texts.isOver(alert) ? alert.getAt() : Math.max(now, alert.getAt());
        return Duration.ofMillis(until - alert.getStartedAt());
    }

    private void people(Alert alert, long now) {
        String by = alert.getAcknowledgedBy();
        if (by != null) {
            Long at = alert.getAcknowledgedAt();
            String who = person(by).orElse(by);
            add(Kind.ACKNOWLEDGED, at == null ? who : words.say("acknowledged", who, words.time(at)));
        }
        if (alert.getAssignedTo() != null) add(Kind.ASSIGNED, alert.getAssignedTo());
        Long snoozed = alert.getSnoozedUntil();
        if (snoozed != null && snoozed > now) add(Kind.SNOOZED_UNTIL, words.time(snoozed));
        if (alert.getReason() != null && !alert.getReason().isBlank()) add(Kind.SAID, alert.getReason());
    }

    /** An alert from outside has no condition that was judged here, and a new term no bound. */
    private void measured(Alert alert) {
        if (alert.getRuleVersion() < 0) return;
        add(Kind.CONDITION, alert.getCondition());
        if (alert.getParts().isEmpty()) {
            String condition = alert.getCondition();
            if (Comparison.of(condition).isPresent()) {
                add(Kind.VALUE, against(condition, alert.getValue(), alert.getThreshold()));
            }
        } else {
            for (AlertPart part : alert.getParts()) {
                String value = against(part.getCondition(), part.getValue(), part.getThreshold());
                String text = words.say(part.getHolds() ? "part.holds" : "part.holds_not", part.getCondition(), value);
                facts.add(new Fact(Kind.PART, part.getName(), text));
            }
        }
    }

    private String against(String condition, double value, double bound) {
        Measure measure = Measure.of(condition);
        Numbers numbers = words.numbers();
        return words.say(
                "value",
                numbers.value(measure, value, bound),
                Comparison.of(condition).map(sign -> sign.sign() + " ").orElse(""),
                numbers.exact(measure, bound));
    }

    private void add(Kind kind, String value) {
        facts.add(new Fact(kind, words.say("fact." + kind), value));
    }
}
