package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Reach;
import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.Alert;

/**
 * How far back what an alert tells goes: a fold that begins later may tell otherwise. All times are event time, in milliseconds
 * since 1970-01-01 UTC. Immutable.
 *
 * @param rule that decided
 */
public record LookBack(Rule rule) {

    /** The first instant that the alert depends on, but for how its value has come about. */
    public long of(Alert alert) {
        Installed installed = installed(alert);
        long end = Math.min(alert.getStartedAt(), alert.getWindowEnd());
        long first = installed.first(end);
        if (alert.getSamples() == 0) {
            first = Math.min(first, end - rule.silence().forgetAfter().toMillis());
        }
        if (alert.getFlapping()) {
            long within = rule.timing()
                    .flapping()
                    .map(limits -> limits.within().toMillis())
                    .orElse(0L);
            first = Math.min(first, end - within);
        }
        return aBucketBefore(first - Math.max(installed.memory().orElse(0), Reach.learnFor(rule)));
    }

    /** The first instant that the values of the windows before it depend on; there have to be some. */
    public long ofRecent(Alert alert) {
        long oldest = alert.getWindowEnd() - (alert.getRecent().size() - 1) * alert.getRecentStep();
        return aBucketBefore(installed(alert).first(oldest));
    }

    private Installed installed(Alert alert) {
        return Installed.of(rule, alert.getRuleSet(), alert.getRuleVersion());
    }

    /** Records come a little out of order. */
    private static long aBucketBefore(long time) {
        return time - Buckets.STEP;
    }
}
