package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Lifecycle.Breach;
import dev.vigia.processors.evaluate.Lifecycle.Open;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import dev.vigia.processors.evaluate.Lifecycle.Verdict;
import dev.vigia.processors.evaluate.Telling.Cause;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Transition;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Looks at windows, moves alerts from state to state, and tells of it. */
final class Judge {

    private final State state;
    private final int partition;
    private final Map<Source, String> topics;
    private final Consumer<Outcome> out;
    private long offset;

    /**
     * A judge for one partition.
     *
     * @param partition of {@code signals}
     * @param topics full name of each source's topic
     */
    Judge(State state, int partition, Map<Source, String> topics, Consumer<Outcome> out) {
        this.state = state;
        this.partition = partition;
        this.topics = topics;
        this.out = out;
    }

    /** Says which signal is folded from now on. */
    void at(long signalOffset) {
        offset = signalOffset;
    }

    /**
     * One look at one window.
     *
     * @param end of the window
     * @param dataTime how far everything was folded
     * @param at event time of what comes of it
     * @param closing whether data time got to the end of the window. Otherwise records came in, and only a breach counts
     */
    record Look(long end, long dataTime, long at, boolean closing) {

        /**
         * News came in. A window that is still open is not over at its end yet; when the news came is nearer to what
         * happened.
         */
        static Look onNews(long end, long dataTime, long newsAt) {
            long at = end <= dataTime ? end : Math.min(end, Math.max(end - Buckets.STEP, newsAt));
            return new Look(end, dataTime, at, false);
        }

        static Look closing(long end) {
            return new Look(end, end, end, true);
        }
    }

    /** @param windows gives the window to an end */
    void look(Subject subject, Look look, LongFunction<Window> windows) {
        Lifecycle before = subject.head().lifecycle();
        if (saysNothingNew(before, look)) return;
        boolean breached = breaches(subject, look.end(), windows);
        if (!breached && !look.closing()) return;
        boolean learning = state.learning().isLearning(subject.installed(), look.end());
        // Silence is believed only when it is known to be silence.
        if (learning && (!breached || !subject.installed().firesAbove())) return;
        Supplier<Episode> beginning = () -> Episode.begin(episodeId(subject, look.end()), look.at());
        Timing timing = new Timing(
                subject.rule().holdFor().toMillis(), subject.rule().recoverFor().toMillis(), beginning);
        Lifecycle after = before.next(new Verdict(look.end(), breached, look.dataTime()), timing);
        subject.head().lifecycle(after);
        Lifecycle.transition(before, after)
                .ifPresent(transition -> tell(new Telling(
                        subject,
                        transition,
                        episode(before, after),
                        Cause.rule(look.at()),
                        windows.apply(look.end()))));
    }

    /** Somebody takes an episode on. */
    void acknowledge(Subject subject, Open open, Cause cause) {
        if (open.episode().acknowledgement().isPresent()) return;
        Open acknowledged = open.acknowledge(cause.actor(), cause.at());
        subject.head().lifecycle(acknowledged);
        Window window = subject.window(state.buckets(), open.breach().windowEnd());
        tell(new Telling(subject, Transition.ACKNOWLEDGED, acknowledged.episode(), cause, window));
    }

    /** Ends an episode from outside. No window that reaches back to what is known by now begins another one. */
    void end(Subject subject, Open open, Cause cause) {
        long newest = subject.series().map(Series::newestEnd).orElse(Long.MIN_VALUE);
        Breach breach = open.breach();
        long settledTo =
                Math.max(newest, breach.windowEnd()) + subject.installed().window() - Buckets.STEP;
        Lifecycle ended = open.end(settledTo);
        subject.head().lifecycle(ended);
        Window window = subject.window(state.buckets(), breach.windowEnd());
        Transition transition = Lifecycle.transition(open, ended).orElse(Transition.RESOLVED);
        tell(new Telling(subject, transition, open.episode().next(), cause, window));
    }

    /** An open window that breached before breaches still, as far as anybody can know. */
    private static boolean saysNothingNew(Lifecycle lifecycle, Look look) {
        return lifecycle instanceof Open open
                && look.end() <= open.breach().windowEnd()
                && look.end() > look.dataTime();
    }

    private boolean breaches(Subject subject, long end, LongFunction<Window> windows) {
        Optional<Series> found = subject.series();
        if (found.isEmpty()) return false;
        Series series = found.get();
        long length = subject.installed().window();
        if (end - length >= series.newestEnd()) return false;
        boolean newest = end == series.newestEnd();
        if (newest && series.summed() == length && !Window.mayBreach(subject.rule(), series.totals())) return false;
        Window window = windows.apply(end);
        if (newest && series.summed() != length) {
            subject.head().series(new Series(series.spec(), end, length, window.totals()));
        }
        return window.breaches(subject.rule());
    }

    private static Episode episode(Lifecycle before, Lifecycle after) {
        if (after instanceof Open open) return open.episode();
        return ((Open) before).episode().next();
    }

    /** Several episodes of one alert can begin with one signal, when it brings much at once; their windows differ. */
    private String episodeId(Subject subject, long windowEnd) {
        return Ids.of(
                Heads.id(subject.alert()),
                Integer.toString(partition),
                Long.toString(offset),
                Long.toString(windowEnd));
    }

    private void tell(Telling telling) {
        Source source = telling.subject().source();
        OptionalLong dataTime = state.dataTime().of(source);
        boolean learning = state.learning()
                .isLearning(telling.subject().installed(), telling.window().end());
        out.accept(
                new Outcome.Transitioned(telling.alert(topics.getOrDefault(source, ""), dataTime.orElse(0), learning)));
    }
}
