package dev.vigia.processors.backtest;

import dev.vigia.processors.evaluate.LookBack;
import dev.vigia.schemas.avro.Alert;
import java.util.Optional;

/**
 * Where the fold of a partition begins, and so what it cannot know. All times are milliseconds since 1970-01-01 UTC.
 *
 * @param at when its first frame was written; {@link Long#MIN_VALUE} when it begins with the first signal that there ever was
 * @param knownFrom event time from which on all that was counted is known; {@link Long#MIN_VALUE} when no record came before
 * @param rules those that there were
 */
record FoldStart(long at, long knownFrom, History rules) {

    /** Whether nothing is lacking. */
    boolean isWhole() {
        return at == Long.MIN_VALUE;
    }

    /** The first instant of event time that an alert depends on. */
    long lookBack(Alert alert) {
        return rule(alert).map(rule -> rule.of(alert)).orElse(alert.getStartedAt());
    }

    /** Whether all is known that the values depend on which show how an alert's own has come about. */
    boolean knowsRecent(Alert alert) {
        if (isWhole() || alert.getRecent().isEmpty()) return true;
        return rule(alert).filter(rule -> rule.ofRecent(alert) >= knownFrom).isPresent();
    }

    /** Alerts from outside have no rule. */
    private Optional<LookBack> rule(Alert alert) {
        return rules.rules(alert.getRuleVersion()).stream()
                .filter(rule -> rule.id().equals(alert.getRuleId()))
                .findFirst()
                .map(LookBack::new);
    }
}
