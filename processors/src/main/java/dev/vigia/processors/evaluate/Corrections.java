package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Ground.Proof;
import dev.vigia.processors.evaluate.Lifecycle.Active;
import dev.vigia.processors.evaluate.Lifecycle.Breach;
import dev.vigia.processors.evaluate.Lifecycle.Inactive;
import dev.vigia.processors.evaluate.Lifecycle.Open;
import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import dev.vigia.processors.evaluate.Replay.Result;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What late records change about an episode: the present one of a group, or its last while no other has begun. Windows are
 * looked at again only when records have come into what a severity of the episode stands on, once each time that data time gets
 * to the end of a window, and only up to the first by which it is on. Nothing changes any more once the rule takes no records of
 * that age.
 */
final class Corrections {

    private final State state;
    private final Judge judge;
    private final Agenda agenda;

    Corrections(State state, Judge judge, Agenda agenda) {
        this.state = state;
        this.judge = judge;
        this.agenda = agenda;
    }

    /**
     * Takes in that records have come.
     *
     * @param buckets that they lie in
     * @param dataTime before they came
     */
    void touch(Subject subject, NavigableSet<Long> buckets, long dataTime) {
        Optional<Standing> known = episode(subject);
        if (known.isEmpty()) return;
        boolean any = false;
        Standing standing = known.get();
        for (int level = 0; level < standing.levels().size(); level++) {
            Ground ground = ground(standing, level);
            if (!standsOn(subject, ground, last(subject, standing, level), buckets, dataTime)) continue;
            standing = standing.with(on(level, ground.touched(true)));
            any = true;
        }
        if (!any) return;
        keep(subject, standing);
        // An open one is looked at with each window that closes.
        boolean open = subject.head().standing().isOpen();
        if (!open) agenda.by(subject, subject.installed().endAfter(dataTime));
    }

    /** The group's last episode. */
    private static Optional<Standing> episode(Subject subject) {
        Head head = subject.head();
        return head.standing().isOpen()
                ? Optional.of(head.standing())
                : head.past().map(Past::standing);
    }

    private static void keep(Subject subject, Standing standing) {
        Head head = subject.head();
        if (head.standing().isOpen()) head.standing(standing);
        else head.past(head.past().map(past -> new Past(standing, past.over())));
    }

    private static Ground ground(Standing standing, int level) {
        return standing.episode().map(episode -> episode.ground(level)).orElse(Ground.FINAL);
    }

    private static UnaryOperator<Episode> on(int level, Ground ground) {
        return episode -> episode.on(level, ground);
    }

    /** The last window by which a severity can have been on: of an episode that is over, that of its end. */
    private static long last(Subject subject, Standing standing, int level) {
        long over = subject.head().standing().isOpen()
                ? Long.MIN_VALUE
                : subject.head().past().map(Past::over).orElse(Long.MIN_VALUE);
        return Math.max(standing.lastBreach(level), over);
    }

    private static boolean standsOn(
            Subject subject, Ground ground, long last, NavigableSet<Long> buckets, long dataTime) {
        long maxAge = subject.rule().maxAge().toMillis();
        if (ground.from() + maxAge <= dataTime) return false;
        // Records before the first window may have others before it breach, too.
        long reach = subject.installed().reach();
        Long first = buckets.ceiling(subject.installed().first(ground.from()) - reach);
        return first != null && first < Math.min(last, Buckets.lastEnd(dataTime));
    }

    /** Data time got to {@code end}: looks at what late records have changed until then. */
    void settle(Subject subject, long end) {
        Optional<Standing> known = episode(subject);
        if (known.isEmpty()) return;
        Replay replay = new Replay(state, subject, end);
        Review review = new Review(subject, known.get(), end);
        for (int level = 0; level < known.get().levels().size(); level++) {
            Ground ground = ground(known.get(), level);
            if (!ground.touched()) continue;
            long last = last(subject, known.get(), level);
            // Late records are not looked at in all windows that they make breach.
            boolean open = subject.head().standing().isOpen();
            Result result = replay.of(level, ground, open ? end : Math.min(last, end));
            // While a window that breached is open, nobody can say that none does.
            if (!result.isOn() && last > end) continue;
            if (level == 0 && !result.isOn() && ground.proof().isPresent()) {
                retract(subject, known.get(), result, replay, end);
                return;
            }
            review.take(level, ground.touched(false).from(result.from()), result, last);
        }
        review.finish();
    }

    /**
     * What late records have changed of one told thing.
     *
     * @param window that stands for it by now: its end
     * @param was the value as it was told; NaN where that was not noted
     * @param severity as it was told, where it is another
     */
    record Correction(long window, double was, Optional<Severity> severity) {

        /** The same with what is said of a milder severity in the same window. */
        private Correction and(Correction milder) {
            return new Correction(window, Double.isNaN(was) ? milder.was : was, severity.or(() -> milder.severity));
        }
    }

    /** An episode while it is seen how its severities stand by what is known now. */
    private final class Review {

        private final Subject subject;
        private final long at;
        private final boolean over;
        private final Severity before;
        /** As far as what was told has to be taken back. */
        private Standing standing;
        /** With what has held, by what is known now. */
        private final List<Lifecycle> levels;

        private final List<Correction> corrections = new ArrayList<>();

        Review(Subject subject, Standing known, long at) {
            this.subject = subject;
            this.standing = known;
            this.levels = new ArrayList<>(known.levels());
            this.at = at;
            this.over = !subject.head().standing().isOpen();
            this.before = severity(known.level());
        }

        /** @param last end of the last window of the severity's run */
        void take(int level, Ground ground, Result now, long last) {
            Lifecycle told = standing.levels().get(level);
            if (ground.proof().isPresent() && now.isOn())
                change(level, ground, now.proof().get());
            else if (ground.proof().isPresent()) fall(level, ground, told, now.state());
            else if (told instanceof Pending || told instanceof Inactive) hold(level, ground, told, now, last);
            else standing = standing.with(on(level, ground));
        }

        private void change(int level, Ground ground, Proof now) {
            Proof told = ground.proof().orElseThrow();
            boolean sameValue = Double.isNaN(told.value())
                    || Wording.value(subject.rule(), told.value()).equals(Wording.value(subject.rule(), now.value()));
            if (told.end() == now.end() && sameValue) {
                standing = standing.with(on(level, ground));
                return;
            }
            standing = standing.with(on(level, ground.proven(now)));
            add(new Correction(now.end(), told.value(), Optional.empty()));
        }

        /** It was not as severe as was told. */
        private void fall(int level, Ground ground, Lifecycle told, Lifecycle now) {
            Proof proof = ground.proof().orElseThrow();
            standing = standing.with(on(level, ground.unproven()));
            if (told instanceof Open || now instanceof Inactive) set(level, now);
            add(new Correction(proof.end(), proof.value(), Optional.of(severity(level))));
        }

        /** What had not held for long enough, or was not as severe, stands as it would by what is known now. */
        private void hold(int level, Ground ground, Lifecycle told, Result now, long last) {
            standing = standing.with(on(level, now.proof().map(ground::proven).orElse(ground)));
            if (told instanceof Pending pending) {
                levels.set(level, now.isOn() ? new Active(pending.breach()) : now.state());
            } else if (now.isOn() && over && !wasCancelled()) {
                set(level, new Active(new Breach(last, at)));
                add(new Correction(now.proof().orElseThrow().end(), Double.NaN, Optional.of(before)));
            } else if (now.isOn() && (over || hasToHold())) {
                levels.set(level, new Active(new Breach(last, at)));
            }
        }

        /** Without that, a severity that no closed window shows was seen in one that was open, or it was not seen. */
        private boolean hasToHold() {
            return Timing.of(subject.installed(), false).holdFor() > 0;
        }

        private boolean wasCancelled() {
            return subject.head().past().filter(Past::wasCancelled).isPresent();
        }

        private void set(int level, Lifecycle state) {
            levels.set(level, state);
            List<Lifecycle> all = new ArrayList<>(standing.levels());
            all.set(level, state);
            standing = new Standing(all, standing.episode());
        }

        private Severity severity(int level) {
            List<Level> all = subject.rule().condition().levels();
            return all.get(Math.min(level, all.size() - 1)).severity();
        }

        /** From the mildest on: of what was told together, the severest is told. */
        private void add(Correction correction) {
            int last = corrections.size() - 1;
            boolean together = last >= 0 && corrections.get(last).window() == correction.window();
            if (together) corrections.set(last, correction.and(corrections.get(last)));
            else corrections.add(correction);
        }

        void finish() {
            Standing told = standing;
            for (Correction correction : corrections) {
                told = told.with(Episode::next);
                keep(subject, told);
                judge.tellLate(subject, Transition.CORRECTED, told, correction, at);
            }
            keep(subject, told);
            if (over && levels.get(0) instanceof Active && wasCancelled()) beginAnew(told);
            else if (!over) stand(told);
        }

        /** What was cancelled has held: it is told as an episode of its own. */
        private void beginAnew(Standing cancelled) {
            List<Lifecycle> anew = levels.stream()
                    .map(level -> level instanceof Active ? level : new Inactive(cancelled.lastBreach(0)))
                    .toList();
            Episode episode = judge.anew(subject, grounds(cancelled), at);
            place(new Standing(anew, Optional.of(episode)));
        }

        private void stand(Standing told) {
            if (levels.get(0) instanceof Inactive ended) {
                place(told.end(ended.settledTo()));
                subject.head().past(Optional.of(new Past(told.with(Episode::next), at)));
                return;
            }
            Standing after = new Standing(levels, told.episode());
            boolean moves = Standing.transition(told, after).isPresent();
            place(moves ? after.with(Episode::next) : after);
        }

        /** Tells it with the window by which the alert is on, as bad as it is. */
        private void place(Standing after) {
            long window = ground(after, after.level()).proof().map(Proof::end).orElse(at);
            judge.place(subject, after, window, at);
        }
    }

    private static List<Ground> grounds(Standing standing) {
        return standing.episode().map(Episode::grounds).orElse(List.of());
    }

    /** No window of the episode shows the alert on. What has only begun to hold begins anew. */
    private void retract(Subject subject, Standing standing, Result now, Replay replay, long at) {
        Head head = subject.head();
        boolean wasOpen = head.standing().isOpen();
        Ground ground = ground(standing, 0);
        Proof told = ground.proof().orElseThrow();
        head.standing(standing.end(ground.settledTo()));
        head.past(Optional.empty());
        head.resolved(Optional.empty());
        Correction correction = new Correction(told.end(), told.value(), Optional.empty());
        judge.tellLate(subject, Transition.RETRACTED, standing.with(Episode::next), correction, at);
        if (!wasOpen || !(now.state() instanceof Pending)) return;
        Ground anew = Ground.begin(ground.settledTo(), now.from());
        List<Lifecycle> levels = new ArrayList<>(List.of(now.state()));
        List<Ground> grounds = new ArrayList<>(List.of(anew));
        for (int level = 1; level < standing.levels().size(); level++) {
            Result severe = replay.of(level, anew, at);
            levels.add(severe.state());
            grounds.add(Ground.begin(ground.settledTo(), severe.from()));
        }
        judge.place(subject, new Standing(levels, Optional.of(judge.anew(subject, grounds, at))), at, at);
    }
}
