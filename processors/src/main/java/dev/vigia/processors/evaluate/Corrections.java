package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Ground.Proof;
import dev.vigia.processors.evaluate.Lifecycle.Active;
import dev.vigia.processors.evaluate.Lifecycle.Breach;
import dev.vigia.processors.evaluate.Lifecycle.Inactive;
import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * What late records change about an episode: the present one of a group, or its last while no other has begun. Windows are
 * looked at again only when records have come into what the episode stands on, once each time that data time gets to the end
 * of a window, and only up to the first by which the alert is on. Nothing changes any more once the rule takes no records of
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
        episode(subject)
                .filter(standing -> standsOn(subject, standing, buckets, dataTime))
                .ifPresent(standing -> {
                    keep(
                            subject,
                            standing.with(episode -> episode.on(episode.ground().touched(true))));
                    // An open one is looked at with each window that closes.
                    boolean open = subject.head().standing().isOpen();
                    if (!open) agenda.by(subject, subject.installed().endAfter(dataTime));
                });
    }

    /** The group's last episode. */
    private static Optional<Standing> episode(Subject subject) {
        Head head = subject.head();
        return head.standing().isOpen() ? Optional.of(head.standing()) : head.past();
    }

    private static void keep(Subject subject, Standing standing) {
        if (subject.head().standing().isOpen()) subject.head().standing(standing);
        else subject.head().past(Optional.of(standing));
    }

    private static boolean standsOn(Subject subject, Standing standing, NavigableSet<Long> buckets, long dataTime) {
        Ground ground = ground(standing);
        long maxAge = subject.rule().maxAge().toMillis();
        if (ground.from() + maxAge <= dataTime) return false;
        // Records before the first window may have others before it breach, too.
        long reach = subject.installed().reach();
        Long first = buckets.ceiling(subject.installed().first(ground.from()) - reach);
        return first != null && first < Math.min(lastBreach(standing), Buckets.lastEnd(dataTime));
    }

    private static Ground ground(Standing standing) {
        return standing.episode().map(Episode::ground).orElse(Ground.FINAL);
    }

    private static long lastBreach(Standing standing) {
        return standing.breach().map(Breach::windowEnd).orElse(Long.MIN_VALUE);
    }

    /** Data time got to {@code end}: looks at what late records have changed until then. */
    void settle(Subject subject, long end) {
        Optional<Standing> touched =
                episode(subject).filter(standing -> ground(standing).touched());
        if (touched.isEmpty()) return;
        Standing standing = touched.get();
        Replay replay = Replay.of(state, subject, standing, Math.min(lastBreach(standing), end));
        // While a window that breached is open, nobody can say that none does.
        if (replay.proof().isEmpty() && lastBreach(standing) > end) return;
        Standing seen = standing.with(
                episode -> episode.on(episode.ground().touched(false).from(replay.from())));
        keep(subject, seen);
        Optional<Proof> told = ground(seen).proof();
        if (standing.state() instanceof Pending) hold(subject, seen, replay, end);
        else if (told.isPresent() && replay.proof().isPresent()) {
            correct(subject, seen, told.get(), replay.proof().get(), end);
        } else if (told.isPresent()) retract(subject, seen, told.get(), replay, end);
    }

    /** A pending episode stands as it would by what is known now. */
    private void hold(Subject subject, Standing pending, Replay replay, long at) {
        Standing now = replay.standing();
        if (now.state() instanceof Inactive) judge.place(subject, now, at);
        else if (now.state() instanceof Pending) {
            subject.head().standing(new Standing(now.levels(), pending.episode()));
        } else {
            List<Lifecycle> levels = new ArrayList<>(now.levels());
            pending.breach().ifPresent(breach -> levels.set(0, new Active(breach)));
            Standing active = new Standing(levels, pending.episode());
            judge.place(
                    subject,
                    active.with(episode -> episode.next()
                            .on(ground(pending).proven(replay.proof().orElseThrow()))),
                    at);
        }
    }

    private void correct(Subject subject, Standing standing, Proof told, Proof now, long at) {
        boolean same = told.end() == now.end()
                && Wording.value(subject.rule(), told.value()).equals(Wording.value(subject.rule(), now.value()));
        if (same) return;
        Standing corrected =
                standing.with(episode -> episode.next().on(episode.ground().proven(now)));
        keep(subject, corrected);
        judge.tellLate(subject, Transition.CORRECTED, corrected, told.value(), now.end(), at);
    }

    /** No window of the episode shows the alert on. What has only begun to hold begins anew. */
    private void retract(Subject subject, Standing standing, Proof told, Replay replay, long at) {
        Head head = subject.head();
        boolean wasOpen = head.standing().isOpen();
        Ground ground = ground(standing);
        head.standing(standing.end(ground.settledTo()));
        head.past(Optional.empty());
        head.resolved(Optional.empty());
        judge.tellLate(subject, Transition.RETRACTED, standing.with(Episode::next), told.value(), told.end(), at);
        if (wasOpen && replay.standing().state() instanceof Pending) {
            Episode anew = judge.anew(subject, Ground.begin(ground.settledTo(), ground.from()), at);
            judge.place(subject, new Standing(replay.standing().levels(), Optional.of(anew)), at);
        }
    }
}
