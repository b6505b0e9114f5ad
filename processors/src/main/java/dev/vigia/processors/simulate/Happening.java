package dev.vigia.processors.simulate;

import dev.vigia.processors.dispatch.Decision;
import dev.vigia.processors.dispatch.Reason;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A transition, or that somebody was told.
 *
 * @param at milliseconds since 1970-01-01 UTC: event time of a transition; when it was told
 * @param receiver who was told; empty for a transition
 * @param what the transition, or why it was told, in lower case
 */
record Happening(
        long at, Optional<String> receiver, String what, String rule, Map<String, String> group, Severity severity) {

    private static final List<Reason> TOLD = List.of(
            Reason.BECAME_ACTIVE,
            Reason.SEVERITY_ROSE,
            Reason.WATCHED,
            Reason.CAME_BACK,
            Reason.RESOLVED,
            Reason.RETRACTED,
            Reason.REOPENED,
            Reason.SNOOZE_OVER,
            Reason.REPEATED);

    static Happening of(Alert alert) {
        return of(alert.getAt(), Optional.empty(), alert.getTransition(), alert);
    }

    /** One for each alert that it has news of. */
    static List<Happening> of(Decision.Tell tell) {
        Notification notification = tell.notification();
        List<Happening> happenings = new ArrayList<>();
        for (int i = 0; i < tell.reasons().size(); i++) {
            Alert alert = notification.getAlerts().get(i);
            happenings.add(of(
                    notification.getAt(),
                    Optional.of(notification.getReceiver()),
                    tell.reasons().get(i),
                    alert));
        }
        return happenings;
    }

    private static Happening of(long at, Optional<String> receiver, Enum<?> what, Alert alert) {
        return new Happening(at, receiver, lower(what), alert.getRuleId(), alert.getGroup(), alert.getSeverity());
    }

    /** The words for transitions. */
    static List<String> transitions() {
        return words(Arrays.stream(Transition.values())
                .filter(transition -> transition != Transition.UNKNOWN)
                .toList());
    }

    /** The words for why somebody is told. */
    static List<String> reasons() {
        return words(TOLD);
    }

    private static List<String> words(List<? extends Enum<?>> all) {
        List<String> words = new ArrayList<>();
        for (Enum<?> one : all) words.add(lower(one));
        return words;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
