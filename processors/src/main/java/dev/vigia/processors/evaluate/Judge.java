package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Corrections.Correction;
import dev.vigia.processors.evaluate.Lifecycle.Breach;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import dev.vigia.processors.evaluate.Lifecycle.Watched;
import dev.vigia.processors.evaluate.Telling.Cause;
import dev.vigia.processors.evaluate.Telling.Change;
import dev.vigia.processors.rules.Calendar;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Flapping;
import dev.vigia.processors.state.Ids;
import dev.vigia.runtime.Durations;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Looks at windows, moves alerts from state to state, and tells of it. */
final class Judge {

    /** Of so many transitions that one signal brings it is noted how they came: a storm has to be told fast. */
    private static final int MOST_RECENT = 20;

    private final State state;
    private final Findings findings;
    private final int partition;
    private final Topics topics;
    private final Consumer<Outcome> out;
    private long offset;
    private int noted;

    /**
     * A judge for one partition.
     *
     * @param partition of {@code signals}
     * @param topics that rules read
     */
    Judge(State state, int partition, Topics topics, Consumer<Outcome> out) {
        this.state = state;
        this.findings = new Findings(state);
        this.partition = partition;
        this.topics = topics;
        this.out = out;
    }

    /** Says which signal is folded from now on. */
    void at(long signalOffset) {
        offset = signalOffset;
        noted = 0;
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
         *
         * @param step from the end of one window to the end of the next: milliseconds
         */
        static Look onNews(long end, long step, long dataTime, long newsAt) {
            long at = end <= dataTime ? end : Math.min(end, Math.max(end - step, newsAt));
            return new Look(end, dataTime, at, false);
        }

        static Look closing(long end) {
            return new Look(end, end, end, true);
        }

        boolean isOpen() {
            return end > dataTime;
        }
    }

    /** @param windows gives the window to an end */
    void look(Subject subject, Look look, Windows windows) {
        Standing before = subject.head().standing();
        // An open window that breached before breaches still, as far as anybody can know.
        if (look.isOpen() && before.breachedIn(look.end())) return;
        if (subject.isOutOfHours(look.end())) {
            if (look.closing()) closeForTheDay(subject, look);
            return;
        }
        if (isGivenUp(subject, look, windows)) {
            String vain = Durations.format(subject.rule().silence().forgetAfter());
            end(subject, look.end(), Cause.change(look.at(), "too few records to judge for " + vain));
            return;
        }
        Optional<Finding> found = findings.believed(subject, look, windows);
        if (found.isEmpty()) return;
        Finding finding = found.get();
        List<Says> says = finding.says(subject.rule());
        Optional<Past> goesOn = subject.head().past().filter(past -> goesOn(past, before, says.get(0), look));
        if (goesOn.isPresent()) {
            goOn(subject, goesOn.get().standing(), finding, look, windows);
            return;
        }
        Standing after = next(subject, before, finding, look, windows);
        Cause cause = before.flaps() && !after.isOpen()
                ? Cause.change(look.at(), "flapping has settled")
                : Cause.rule(look.at());
        change(subject, noted(subject, after, look), cause, () -> windows.apply(look.end()));
        boolean ended = before.isOpen() && !after.isOpen();
        if (ended) subject.head().past(Optional.of(new Past(before.with(Episode::next), look.end())));
    }

    /** Whether nobody has seen for so long that the condition holds, and the records that come do not tell. */
    private boolean isGivenUp(Subject subject, Look look, Windows windows) {
        return look.closing()
                && subject.head()
                        .standing()
                        .breach()
                        .filter(breach -> subject.installed().hasForgotten(breach.seen(), look.end()))
                        .isPresent()
                && findings.isLeft(subject, look.end(), windows);
    }

    private Standing next(Subject subject, Standing before, Finding finding, Look look, Windows windows) {
        List<Says> says = finding.says(subject.rule());
        Supplier<Episode> beginning = () -> Episode.begin(
                episodeId(subject, look.end()),
                look.at(),
                Collections.nCopies(says.size(), Ground.begin(settledTo(subject, before), look.end())));
        Timing timing = Timing.of(subject.installed(), before.flaps());
        Standing after = before.next(says, look, timing, beginning);
        return new Footing(subject.rule(), before, look).of(after, finding, windows);
    }

    /** Windows up to which an episode does not reach back. Those that were cancelled may have held with others beside them. */
    private static long settledTo(Subject subject, Standing before) {
        return subject.head()
                .past()
                .filter(Past::wasCancelled)
                .flatMap(past -> past.standing().episode())
                .map(cancelled -> cancelled.ground(0).settledTo())
                .orElse(before.settledTo());
    }

    /** Whether late records say that the last episode was not over yet. */
    private static boolean goesOn(Past past, Standing now, Says says, Look look) {
        boolean later = look.end() > now.settledTo() && look.end() <= past.over();
        boolean keepsUp =
                says == Says.BREACHED || says == Says.KEPT && !(past.standing().state() instanceof Watched);
        return !now.isOpen() && !past.wasCancelled() && later && keepsUp;
    }

    private void goOn(Subject subject, Standing ended, Finding finding, Look look, Windows windows) {
        Standing after = next(subject, ended, finding, look, windows);
        boolean numbered = Standing.transition(ended, after).isPresent();
        subject.head().past(Optional.empty());
        Standing on = numbered ? after : after.with(Episode::next);
        stand(subject, Transition.REOPENED, on, Cause.change(look.at(), "late records"));
    }

    /**
     * Tells what late records have changed about an episode. It has to be numbered for that.
     *
     * @param standing of the episode
     */
    void tellLate(Subject subject, Transition told, Standing standing, Correction what, long at) {
        Rule rule = subject.rule();
        Window window = subject.windows(state.buckets()).apply(what.window());
        Optional<Double> was = Optional.of(what.was()).filter(value -> !value.isNaN());
        String reason = was.filter(value -> window.parts().isEmpty())
                .map(value -> "late records: " + Wording.value(rule, value) + " before, "
                        + Wording.value(rule, window.value(rule).orElse(0)) + " now")
                .orElse("late records");
        Change.said(told, rule, standing)
                .map(change -> change.after(was, what.severity()))
                .ifPresent(change -> tell(new Telling(subject, change, Cause.change(at, reason), window)));
    }

    /**
     * Puts a standing in place that late records have brought about; tells of it where the state is another.
     *
     * @param window that shows it: its end
     * @param at end of the window that closes
     */
    void place(Subject subject, Standing after, long window, long at) {
        change(
                subject,
                after,
                Cause.change(at, "late records"),
                () -> subject.windows(state.buckets()).apply(window));
    }

    /** A new episode that late records have brought about, in place of one that they have taken away. */
    Episode anew(Subject subject, List<Ground> grounds, long at) {
        return Episode.begin(episodeId(subject, at), grounds.get(0).from(), grounds);
    }

    /** The standing that has been found, marked where its alert begins and ends too often. */
    private static Standing noted(Subject subject, Standing after, Look look) {
        Head head = subject.head();
        Optional<Flapping> limits = subject.rule().timing().flapping();
        if (limits.isEmpty() || head.standing().isOn() == after.isOn()) return after;
        head.changes(head.changes().and(look.at(), limits.get()));
        return after.isOn() && head.changes().areMany(limits.get()) ? after.with(Episode::flaps) : after;
    }

    private void closeForTheDay(Subject subject, Look look) {
        String name = subject.rule().active().map(Calendar::id).orElse("");
        end(subject, look.end(), Cause.change(look.at(), "outside of calendar " + name));
    }

    /** Somebody says something of the episode, which leaves the state as it is. */
    void say(Subject subject, Transition told, Care care, Cause cause) {
        stand(subject, told, subject.head().standing().with(episode -> episode.with(care)), cause);
    }

    /**
     * Takes back that somebody ended the last episode: it goes on, in the state that it had. Windows tell from now on whether
     * it recovers.
     *
     * @param resolved as it stood before, its last record being that of its end
     */
    void reopen(Subject subject, Standing resolved, Cause cause) {
        subject.head().resolved(Optional.empty());
        stand(subject, Transition.REOPENED, resolved.with(Episode::next), cause);
    }

    private void stand(Subject subject, Transition told, Standing after, Cause cause) {
        subject.head().standing(after);
        Change.said(told, subject.rule(), after)
                .ifPresent(change -> tell(new Telling(subject, change, cause, newestBreach(subject, after))));
    }

    /** Ends the episode from outside. No window that reaches back to what is known by now begins another one. */
    void end(Subject subject, Cause cause) {
        long breach = subject.head().standing().breach().map(Breach::windowEnd).orElse(0L);
        long newest = subject.newestEnd().orElse(breach);
        end(subject, subject.installed().lastWith(Math.max(newest, breach) - Buckets.STEP), cause);
    }

    /**
     * Ends the episode from outside; without one, nothing happens.
     *
     * @param settledTo windows that end here or before do not begin another one
     */
    void end(Subject subject, long settledTo, Cause cause) {
        Standing before = subject.head().standing();
        subject.head().past(Optional.empty());
        if (!before.isOpen()) return;
        change(subject, before.end(settledTo), cause, () -> newestBreach(subject, before));
    }

    /** Has the alert stand as its changed rule says, which may find the same thing more or less severe. */
    void arrange(Subject subject, Rule old, Cause cause) {
        Standing before = subject.head().standing();
        List<Severity> known = old.condition().severities();
        List<Integer> from = subject.rule().condition().severities().stream()
                .map(known::indexOf)
                .toList();
        // What was told by another rule is not taken back.
        UnaryOperator<Episode> asItIs = Episode::settled;
        Standing after = before.arranged(from).with(asItIs);
        subject.head()
                .resolved(subject.head()
                        .resolved()
                        .map(resolved -> resolved.arranged(from).with(asItIs)));
        subject.head().past(Optional.empty());
        Optional<Change> change = Change.ofRule(old, before, subject.rule(), after);
        subject.head().standing(change.isPresent() ? after.with(Episode::next) : after);
        change.ifPresent(told -> tell(new Telling(subject, told, cause, newestBreach(subject, before))));
    }

    private void change(Subject subject, Standing after, Cause cause, Supplier<Window> window) {
        Standing before = subject.head().standing();
        subject.head().standing(after);
        if (after.isOpen()) {
            subject.head().resolved(Optional.empty());
            subject.head().past(Optional.empty());
        }
        Change.between(subject.rule(), before, after)
                .ifPresent(change -> tell(new Telling(subject, change, cause, window.get())));
    }

    private Window newestBreach(Subject subject, Standing standing) {
        return subject.windows(state.buckets())
                .apply(standing.breach().map(Breach::windowEnd).orElseThrow());
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
        OptionalLong dataTime = state.dataTime().of(telling.subject().clock());
        long end = telling.window().end();
        boolean learning = state.learning().isLearning(telling.subject().installed(), end)
                || state.cardinality().isPartial(telling.subject(), end);
        Alert alert = telling.alert(topics, offset, dataTime.orElse(0), learning, recent(telling));
        out.accept(new Outcome.Transitioned(alert));
    }

    private Recent recent(Telling telling) {
        if (!telling.concernsPeople() || noted == MOST_RECENT) return Recent.NONE;
        noted++;
        return Recent.of(state, telling.subject(), telling.change().level(), telling.window());
    }
}
