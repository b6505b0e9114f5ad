package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Overflow;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * When a group is looked at next. An open episode is looked at whenever a window closes; a group without one only when
 * records or their absence may have made a difference.
 */
final class Agenda {

    private final State state;
    private final Predicate<String> ours;

    /** @param ours whether an alert id belongs to the partition that is folded */
    Agenda(State state, Predicate<String> ours) {
        this.state = state;
        this.ours = ours;
    }

    /**
     * Takes in that buckets of a group have changed. What can be told at once is not waited for.
     *
     * @param passed data time up to which windows were looked at when they closed
     */
    void onNews(Subject subject, NavigableSet<Long> buckets, long passed) {
        Installed installed = subject.installed();
        long first = buckets.first();
        long next = installed.endAfter(passed);
        if (installed.firesOnSilence()) {
            by(subject, Math.max(installed.endFrom(first + Buckets.STEP + installed.window()), next));
        }
        // Whether something is too little is known only when data time gets there.
        if (!installed.firesAtOnce() && !installed.firesOnSilenceOnly()) {
            by(subject, Math.max(installed.firstWith(first), next));
        }
    }

    /** The windows that a bucket can make breach at once, into {@code ends}. */
    void findWindows(Subject subject, long bucket, NavigableSet<Long> ends) {
        Installed installed = subject.installed();
        if (!installed.firesAtOnce()) return;
        long newest = subject.newestEnd().orElse(bucket);
        if (installed.growsByDay()) {
            // The day up to then, and the day so far.
            long soFar = installed.endAfter(state.dataTime().of(subject.clock()).orElse(bucket));
            ends.add(bucket + Buckets.STEP);
            ends.add(Math.min(installed.lastWith(bucket), Math.max(newest, soFar)));
            return;
        }
        long last = bucket + installed.reach();
        // A window that slides on holds nothing that is not in the one that ends with the newest bucket.
        if (installed.step() == Buckets.STEP) {
            last = Math.min(last, newest);
        }
        for (long end = installed.endAfter(bucket); end <= last; end += installed.step()) ends.add(end);
    }

    /** Has an open episode looked at as windows close. */
    void onEpisode(Subject subject, long dataTime) {
        Installed installed = subject.installed();
        subject.head()
                .standing()
                .unsettled()
                .ifPresent(from -> by(subject, Math.max(installed.endAfter(dataTime), installed.endFrom(from))));
    }

    /**
     * What comes after the look at a window that closed.
     *
     * @param news ends of windows that records of the present frame have changed
     */
    OptionalLong afterClosing(Subject subject, long end, NavigableSet<Long> news, long dataTime) {
        Installed installed = subject.installed();
        long next = installed.endAfter(end);
        if (subject.head().standing().isOpen()) return OptionalLong.of(next);
        OptionalLong silent = installed.firesOnSilence() ? nextSilence(subject, next) : OptionalLong.empty();
        if (installed.firesOnSilenceOnly()) return silent;
        if (!installed.firesAtOnce()) return earlier(silent, nextWithData(subject, next));
        return earlier(silent, earlier(nextNews(news, end, dataTime), nextHeld(subject, next)));
    }

    /**
     * Has the windows of a group wait for other partitions that are not to be looked at before ({@link Skew}).
     *
     * @param ends of windows that records have come into, and which data time has not got to
     * @param seenAt when they came in
     * @return those of them that wait
     */
    NavigableSet<Long> hold(Subject subject, NavigableSet<Long> ends, long seenAt) {
        if (ends.isEmpty()) return ends;
        Installed installed = subject.installed();
        OptionalLong limit = state.skew().limit(subject.clock(), subject.rule(), ends.first(), seenAt);
        if (limit.isEmpty()) return Collections.emptyNavigableSet();
        // A window that does not slide on is begun by records within its first bucket.
        NavigableSet<Long> held = ends.tailSet(limit.getAsLong() + installed.step() - Buckets.STEP, false);
        if (held.isEmpty()) return held;
        state.holds().add(subject.clock(), subject.alert(), held.last());
        by(subject, held.first());
        return held;
    }

    /** The windows after {@code from} and up to {@code to} that records may have made breach as they came. */
    NavigableSet<Long> held(Subject subject, long from, long to) {
        NavigableSet<Long> ends = new TreeSet<>();
        OptionalLong end = firstFed(subject, subject.installed().endAfter(from));
        while (end.isPresent() && end.getAsLong() <= to) {
            ends.add(end.getAsLong());
            end = firstFed(subject, subject.installed().endAfter(end.getAsLong()));
        }
        return ends;
    }

    private OptionalLong nextHeld(Subject subject, long next) {
        OptionalLong last = state.holds().end(subject.clock(), subject.alert());
        if (last.isEmpty() || last.getAsLong() < next) return OptionalLong.empty();
        OptionalLong fed = firstFed(subject, next);
        return fed.isPresent() && fed.getAsLong() <= last.getAsLong() ? fed : OptionalLong.empty();
    }

    /** The first window from {@code next} on that has a record in its last step, so that it can breach by more than its end. */
    private OptionalLong firstFed(Subject subject, long next) {
        Installed installed = subject.installed();
        OptionalLong first = firstBucket(subject, counted -> next - installed.step());
        return first.isEmpty() ? first : OptionalLong.of(Math.max(next, installed.endAfter(first.getAsLong())));
    }

    private static OptionalLong nextNews(NavigableSet<Long> news, long end, long dataTime) {
        Long touched = news.higher(end);
        return touched != null && touched <= dataTime ? OptionalLong.of(touched) : OptionalLong.empty();
    }

    /** The first window from {@code next} on that has a record in it. */
    private OptionalLong nextWithData(Subject subject, long next) {
        Installed installed = subject.installed();
        OptionalLong first = firstBucket(
                subject,
                counted -> installed.parts().isEmpty() ? installed.start(next) : installed.first(next, counted.spec()));
        if (first.isEmpty()) return first;
        return OptionalLong.of(Math.max(next, installed.firstWith(first.getAsLong())));
    }

    /** The earliest bucket of what is counted that begins at {@code from} or later. */
    private OptionalLong firstBucket(Subject subject, ToLongFunction<Installed> from) {
        OptionalLong first = OptionalLong.empty();
        for (Installed counted : subject.installed().counted()) {
            first = earlier(
                    first, state.buckets().firstFrom(subject.alert(), counted.spec(), from.applyAsLong(counted)));
        }
        return first;
    }

    /** The first window from {@code next} on that has no record in it, as far as anybody knows. */
    private OptionalLong nextSilence(Subject subject, long next) {
        if (subject.series().isEmpty()) return OptionalLong.empty();
        Installed installed = subject.installed();
        long length = installed.window();
        long quiet = state.buckets().quietFrom(subject.alert(), installed.spec(), next - length, length);
        return OptionalLong.of(installed.endFrom(quiet + length));
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) return one.isEmpty() ? other : one;
        return one.getAsLong() <= other.getAsLong() ? one : other;
    }

    /**
     * Gets to know what a rule without {@code group_by} looks at: all records together, of which there may never be one. To be
     * called when the data time of a clock has got known, and when rules have changed.
     */
    void acquaint() {
        state.rules().all().forEach((id, installed) -> {
            if (!installed.firesOnSilence() || !installed.rule().groupBy().isEmpty()) return;
            OptionalLong dataTime = state.dataTime().of(installed.clock());
            String alertId = AlertId.of(id, List.of());
            if (dataTime.isEmpty() || !ours.test(alertId)) return;
            acquaint(Heads.number(alertId), installed, Buckets.lastEnd(dataTime.getAsLong()));
        });
    }

    private void acquaint(long alert, Installed installed, long since) {
        Head head = state.heads().find(alert).orElseGet(() -> {
            Head unseen = new Head(installed.rule().id(), List.of());
            state.heads().add(alert, unseen);
            return unseen;
        });
        if (head.series(installed.spec()).isPresent()) return;
        head.series(Series.since(installed.spec(), since));
        by(new Subject(alert, head, installed), installed.endFrom(since + installed.window()));
    }

    /** Has a group looked at at {@code due} or before. */
    void by(Subject subject, long due) {
        OptionalLong present = subject.head().due();
        if (present.isPresent() && present.getAsLong() <= due) return;
        state.heads().schedule(subject.clock(), subject.alert(), subject.head(), OptionalLong.of(due));
    }

    /** Whether somebody still waits for the group's next record, although its buckets are gone. */
    boolean isWaitedFor(Subject subject, Series series, long dataTime) {
        Installed installed = subject.installed();
        if (!installed.counts(series.spec())) return false;
        if (subject.head().standing().isOpen()) return true;
        // Nobody misses what is too much.
        if (Overflow.is(subject.head().group())) return false;
        return installed.firesOnSilence() && !installed.hasForgotten(series.newestEnd(), dataTime);
    }
}
