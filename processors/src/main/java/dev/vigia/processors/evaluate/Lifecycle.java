package dev.vigia.processors.evaluate;

import dev.vigia.schemas.avro.Transition;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where one alert stands. Each state has the moves that are legal from it and no others.
 *
 * <pre>
 *   Inactive --breach--> Pending --held for the rule's duration--> Active --gone--> Recovering --stayed away--> Inactive
 *       \______breach, nothing to hold______________________________/  \____________/ breach again
 * </pre>
 *
 * Times are event time in milliseconds since 1970-01-01 UTC; windows end at multiples of {@link Buckets#STEP}.
 */
sealed interface Lifecycle {

    /** The state after one verdict. */
    Lifecycle next(Verdict verdict, Timing timing);

    /**
     * What one look at one window said.
     *
     * @param windowEnd end of the window, exclusive
     * @param breached whether the condition held in it
     * @param dataTime how far everything was folded when it was looked at; a window that ends later is still open
     */
    record Verdict(long windowEnd, boolean breached, long dataTime) {

        boolean closed() {
            return windowEnd <= dataTime;
        }
    }

    /**
     * What a rule asks of time, and the episode that would begin.
     *
     * @param holdFor milliseconds
     * @param recoverFor milliseconds
     */
    record Timing(long holdFor, long recoverFor, Supplier<Episode> beginning) {}

    /**
     * The newest breach of an episode.
     *
     * @param windowEnd latest end of a window that breached
     * @param seen latest data time at which a breach was seen; behind it nobody can say that the breach is gone, since
     *     late records may still be coming in
     */
    record Breach(long windowEnd, long seen) {

        static Breach of(Verdict verdict) {
            return new Breach(verdict.windowEnd(), verdict.dataTime());
        }

        Breach and(Verdict verdict) {
            return new Breach(Math.max(windowEnd, verdict.windowEnd()), Math.max(seen, verdict.dataTime()));
        }

        /** Whether a window without a breach says that it is gone. */
        boolean isGoneBy(Verdict verdict) {
            return !verdict.breached() && verdict.windowEnd() >= windowEnd && verdict.windowEnd() >= seen;
        }
    }

    /** An episode is on. */
    sealed interface Open extends Lifecycle {

        Episode episode();

        Breach breach();

        /** The same state, with somebody who has taken it on. */
        Open acknowledge(String actor, long at);

        /** The end. Windows that end at {@code settledTo} or before do not begin another episode. */
        default Inactive end(long settledTo) {
            return new Inactive(settledTo);
        }
    }

    /** @param settledTo windows that end here or before have been dealt with and do not begin an episode */
    record Inactive(long settledTo) implements Lifecycle {

        static final Inactive NEW = new Inactive(Long.MIN_VALUE);

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (!verdict.breached() || verdict.windowEnd() <= settledTo) return this;
            if (timing.holdFor() == 0) return new Active(timing.beginning().get(), Breach.of(verdict));
            long end = verdict.windowEnd();
            long heldTo = verdict.closed() ? end : end - Buckets.STEP;
            return new Pending(timing.beginning().get(), Breach.of(verdict), end, heldTo);
        }
    }

    /**
     * @param since end of the first window of the unbroken run of breaches
     * @param heldTo end of the last closed window of that run; before {@code since} while none is closed
     */
    record Pending(Episode episode, Breach breach, long since, long heldTo) implements Open {

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (breach.isGoneBy(verdict)) return end(breach.windowEnd());
            if (!verdict.breached()) return this;
            Pending still = new Pending(episode, breach.and(verdict), since, heldTo);
            return verdict.closed() ? still.held(verdict.windowEnd(), timing.holdFor()) : still;
        }

        private Lifecycle held(long windowEnd, long holdFor) {
            if (windowEnd <= heldTo) return this;
            boolean unbroken = windowEnd == heldTo + Buckets.STEP;
            Pending held = new Pending(episode, breach, unbroken ? since : windowEnd, windowEnd);
            return held.heldTo - held.since >= holdFor ? new Active(episode.next(), breach) : held;
        }

        @Override
        public Pending acknowledge(String actor, long at) {
            return new Pending(episode.acknowledged(actor, at), breach, since, heldTo);
        }
    }

    /** The condition holds. */
    record Active(Episode episode, Breach breach) implements Open {

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (verdict.breached()) return new Active(episode, breach.and(verdict));
            if (!breach.isGoneBy(verdict)) return this;
            if (timing.recoverFor() == 0) return end(breach.windowEnd());
            return new Recovering(episode.next(), breach, verdict.windowEnd());
        }

        @Override
        public Active acknowledge(String actor, long at) {
            return new Active(episode.acknowledged(actor, at), breach);
        }
    }

    /** @param since end of the first window without the breach */
    record Recovering(Episode episode, Breach breach, long since) implements Open {

        @Override
        public Lifecycle next(Verdict verdict, Timing timing) {
            if (verdict.breached()) {
                // A late record in a window that breached before is not news.
                return verdict.windowEnd() <= breach.windowEnd()
                        ? this
                        : new Active(episode.next(), breach.and(verdict));
            }
            return verdict.windowEnd() - since >= timing.recoverFor() ? end(breach.windowEnd()) : this;
        }

        @Override
        public Recovering acknowledge(String actor, long at) {
            return new Recovering(episode.acknowledged(actor, at), breach, since);
        }
    }

    /** What subscribers are told of a move; empty when there is nothing to tell. */
    static Optional<Transition> transition(Lifecycle before, Lifecycle after) {
        if (before.getClass() == after.getClass()) return Optional.empty();
        if (after instanceof Pending) return Optional.of(Transition.PENDING);
        if (after instanceof Active) return Optional.of(Transition.ACTIVE);
        if (after instanceof Recovering) return Optional.of(Transition.RECOVERING);
        return Optional.of(before instanceof Pending ? Transition.CANCELLED : Transition.RESOLVED);
    }
}
