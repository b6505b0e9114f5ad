package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.Transition;
import java.util.Optional;

/**
 * Where one severity of one alert stands. Each state has the moves that are legal from it and no others.
 *
 * <pre>
 *   Inactive --breach--> Pending --held for the rule's duration--> Active --gone--> Recovering --stayed away--> Inactive
 *       \______breach, nothing to hold______________________________/  \____________/ breach again
 * </pre>
 *
 * Where an alert is watched, it is {@link Watched} for so long between Recovering and Inactive; a breach makes it Active again.
 *
 * Times are event time in milliseconds since 1970-01-01 UTC.
 */
sealed interface Lifecycle {

    /** The state after one verdict. */
    Lifecycle next(Verdict verdict, Timing timing);

    /** What a window says of one severity. */
    enum Says {
        /** The condition does not hold. */
        CLEAR,
        /** The value is between the threshold and where it recovers: this keeps up an alert and does not begin one. */
        KEPT,
        /** The condition holds. */
        BREACHED,
        /** What the window before it said. */
        SAME
    }

    /**
     * One look at one window.
     *
     * @param windowEnd end of the window, exclusive
     * @param dataTime how far everything was folded when it was looked at; a window that ends later is still open
     * @param closing whether data time got to the end of the window. Otherwise records came in, and only a breach counts
     */
    record Verdict(long windowEnd, Says says, long dataTime, boolean closing) {

        boolean closed() {
            return windowEnd <= dataTime;
        }

        boolean breached() {
            return says == Says.BREACHED;
        }
    }

    /**
     * What a rule asks of time, in milliseconds.
     *
     * @param step from the end of one window to the end of the next
     * @param watch how long an alert that has recovered is watched
     */
    record Timing(long step, long holdFor, long keepFiringFor, long recoverFor, long watch) {

        /** @param flaps whether the alert is kept open until it has settled */
        static Timing of(Installed installed, boolean flaps) {
            Rule.Timing times = installed.rule().timing();
            long settleFor = times.flapping()
                    .filter(limits -> flaps)
                    .map(limits -> limits.settleFor().toMillis())
                    .orElse(0L);
            return new Timing(
                    installed.step(),
                    times.tumbles()
                            ? (times.consecutive() - 1) * installed.step()
                            : times.holdFor().toMillis(),
                    times.keepFiringFor().toMillis(),
                    times.recoverFor().toMillis(),
                    Math.max(times.watch().toMillis(), settleFor));
        }

        /** The same for a severity that is not the mildest: the episode is watched, not each of its severities. */
        Timing unwatched() {
            return new Timing(step, holdFor, keepFiringFor, recoverFor, 0);
        }

        /** Where an alert goes that has recovered. */
        private Lifecycle recovered(Breach breach, long windowEnd) {
            return watch == 0 ? new Inactive(breach.windowEnd()) : new Watched(breach, windowEnd);
        }
    }

    /**
     * The newest breach.
     *
     * @param windowEnd latest end of a window that breached
     * @param seen latest data time at which a breach was seen, rather than taken from the window before; behind it nobody can
     *     say that the breach is gone, since late records may still be coming in
     */
    record Breach(long windowEnd, long seen) {

        static Breach of(Verdict verdict) {
            return new Breach(verdict.windowEnd(), verdict.dataTime());
        }

        Breach and(Verdict verdict) {
            long last = verdict.says() == Says.SAME ? seen : Math.max(seen, verdict.dataTime());
            return new Breach(Math.max(windowEnd, verdict.windowEnd()), last);
        }

        /** Whether a window that does not breach says that it is gone. */
        boolean isGoneBy(Verdict verdict) {
            return verdict.closing() && verdict.windowEnd() >= windowEnd && verdict.windowEnd() >= seen;
        }
    }

    /** The condition holds, or did a short while ago. */
    sealed interface Open extends Lifecycle {

        Breach breach();

        /** From when on the closing of a window can move it: not before the newest breach. */
        default long unsettled() {
            return breach().windowEnd();
        }
    }

    /** The alert has, or had until a short while ago, what the rule asks for. */
    sealed interface On extends Open {}

    /** @param settledTo windows that end here or before have been dealt with and begin nothing */
    record Inactive(long settledTo) implements Lifecycle {

        static final Inactive NEW = new Inactive(Long.MIN_VALUE);

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (!verdict.breached() || verdict.windowEnd() <= settledTo) return this;
            if (timing.holdFor() == 0) return new Active(Breach.of(verdict));
            long end = verdict.windowEnd();
            return new Pending(Breach.of(verdict), end, verdict.closed() ? end : end - timing.step());
        }
    }

    /**
     * @param since end of the first window of the unbroken run of breaches
     * @param heldTo end of the last closed window of that run; before {@code since} while none is closed
     */
    record Pending(Breach breach, long since, long heldTo) implements Open {

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (!verdict.breached() && verdict.says() != Says.SAME) {
                return breach.isGoneBy(verdict) ? new Inactive(breach.windowEnd()) : this;
            }
            Pending still = new Pending(breach.and(verdict), since, heldTo);
            return verdict.closed() ? still.held(verdict.windowEnd(), timing) : still;
        }

        /** With the first window of the run that has not closed: each of them counts. */
        @Override
        public long unsettled() {
            return heldTo + 1;
        }

        private Lifecycle held(long windowEnd, Timing timing) {
            if (windowEnd <= heldTo) return this;
            boolean unbroken = windowEnd == heldTo + timing.step();
            Pending held = new Pending(breach, unbroken ? since : windowEnd, windowEnd);
            return held.heldTo - held.since >= timing.holdFor() ? new Active(breach) : held;
        }
    }

    /** The condition holds, or the rule has the alert kept. */
    record Active(Breach breach) implements On {

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (isKeptUpBy(verdict, timing)) return new Active(breach.and(verdict));
            if (!breach.isGoneBy(verdict)) return this;
            if (verdict.windowEnd() - breach.windowEnd() < timing.keepFiringFor()) return this;
            return timing.recoverFor() == 0
                    ? timing.recovered(breach, verdict.windowEnd())
                    : new Recovering(breach, verdict.windowEnd());
        }

        private boolean isKeptUpBy(Verdict verdict, Timing timing) {
            return switch (verdict.says()) {
                case BREACHED, KEPT -> true;
                case CLEAR -> false;
                case SAME -> breach.windowEnd() >= verdict.windowEnd() - timing.step();
            };
        }
    }

    /** @param since end of the first window without the breach */
    record Recovering(Breach breach, long since) implements On {

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (verdict.breached() || verdict.says() == Says.KEPT) {
                // A late record in a window that breached before is not news.
                return verdict.windowEnd() <= breach.windowEnd() ? this : new Active(breach.and(verdict));
            }
            boolean recovered = verdict.closing() && verdict.windowEnd() - since >= timing.recoverFor();
            return recovered ? timing.recovered(breach, verdict.windowEnd()) : this;
        }
    }

    /**
     * The alert has recovered, and is closed when it stays away.
     *
     * @param since end of the window with which it had recovered
     */
    record Watched(Breach breach, long since) implements On {

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (verdict.breached()) {
                return verdict.windowEnd() <= breach.windowEnd() ? this : new Active(breach.and(verdict));
            }
            boolean stayedAway = verdict.closing() && verdict.windowEnd() - since >= timing.watch();
            return stayedAway ? new Inactive(breach.windowEnd()) : this;
        }
    }

    /** What subscribers are told of a move of the mildest severity; empty when there is nothing to tell. */
    static Optional<Transition> transition(Lifecycle before, Lifecycle after) {
        if (before.getClass() == after.getClass()) return Optional.empty();
        if (after instanceof Pending) return Optional.of(Transition.PENDING);
        if (after instanceof Active) return Optional.of(Transition.ACTIVE);
        if (after instanceof Recovering) return Optional.of(Transition.RECOVERING);
        if (after instanceof Watched) return Optional.of(Transition.WATCHING);
        return Optional.of(before instanceof Pending ? Transition.CANCELLED : Transition.RESOLVED);
    }
}
