package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Buckets.Chunk;
import dev.vigia.processors.evaluate.Heads.Due;
import dev.vigia.processors.evaluate.Judge.Look;
import dev.vigia.processors.evaluate.Telling.Cause;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.runtime.Durations;
import dev.vigia.schemas.avro.Frame;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folds a frame, in the order of event time:
 *
 * <ol>
 *   <li>all deltas are merged into their buckets; of a frame in pieces, all that follows waits for the last one;
 *   <li>windows that data time had passed before and that late records have changed are looked at; what these change about
 *       an episode is seen with the next window that closes;
 *   <li>data time moves to where the frame's cuts allow, and what waits for it is looked at as it gets there;
 *   <li>windows that are still open and got new records are looked at: this is how a rule fires at once. While input is
 *       caught up with, some of them wait until all partitions have been read as far ({@link Skew});
 *   <li>buckets that nobody needs any more are thrown away.
 * </ol>
 *
 * Before data time is known deltas are only merged. The frame that lets it be known counts as if it had brought them all.
 */
final class FrameFold {

    private final State state;
    private final Merging merging;
    private final Judge judge;
    private final Agenda agenda;
    private final Corrections corrections;
    private final DataTime.Faults faults;

    FrameFold(State state, Merging merging, Judge judge, Agenda agenda, DataTime.Faults faults) {
        this.state = state;
        this.agenda = agenda;
        this.merging = merging;
        this.judge = judge;
        this.corrections = new Corrections(state, judge, agenda);
        this.faults = faults;
    }

    /** A group that there is news of: the windows that it changes. Emptied as they are looked at. */
    private record Touched(Subject subject, NavigableSet<Long> buckets, NavigableSet<Long> ends) {}

    void fold(Frame frame) {
        // Records came in until the transaction was closed.
        long seenAt = Math.max(frame.getWrittenAt(), frame.getClosedAt());
        News news = merging.merge(frame);
        if (frame.getPartial()) {
            state.pieces().keep(frame, news);
            return;
        }
        state.pieces().complete(frame, news);
        Map<Clock, Long> known = state.dataTime().known();
        Map<Clock, Long> read = state.dataTime().read();
        Map<Long, Touched> touched = touched(news, known.keySet());
        touched.values().forEach(one -> findWindows(one, now(one.subject())));
        touched.values().forEach(one -> lookAtLate(one, seenAt));
        state.learning().take(frame);
        Set<Source> risen = state.dataTime().take(frame, faults);
        state.dataTime().advance(state.learning().knowsTheRules());
        Set<Clock> together = state.skew().see(known, risen);
        touched.putAll(begin(known.keySet(), news));
        Set<Clock> clocks = state.dataTime().known().keySet();
        if (clocks.size() > known.size()) agenda.acquaint();
        touched.values().forEach(this::waitForClosing);
        for (Clock clock : clocks) runTimers(clock, touched);
        for (Clock clock : clocks)
            if (together.contains(clock) || isReadFurther(clock, read)) release(clock, seenAt, false);
        touched.values().forEach(one -> lookAtOpen(one, seenAt));
        for (Clock clock : clocks) evict(clock);
    }

    /**
     * Lets time pass.
     *
     * @param at of a tick: milliseconds since 1970-01-01 UTC
     */
    void tick(long at) {
        for (Clock clock : state.skew().tick(at)) release(clock, at, true);
    }

    /** The groups of some clocks that there is news of, in the order of the alerts. */
    private Map<Long, Touched> touched(News news, Set<Clock> clocks) {
        Map<Long, Touched> touched = new TreeMap<>(Long::compareUnsigned);
        news.forEach((alert, buckets) -> subject(alert)
                .filter(subject -> clocks.contains(subject.clock()))
                .ifPresent(subject -> touched.put(alert, new Touched(subject, buckets, new TreeSet<>()))));
        return touched;
    }

    /** With the frame that lets data time be known, all that came before is news. */
    private Map<Long, Touched> begin(Set<Clock> knownBefore, News news) {
        Set<Clock> begun = EnumSet.noneOf(Clock.class);
        begun.addAll(state.dataTime().known().keySet());
        begun.removeAll(knownBefore);
        if (begun.isEmpty()) return Map.of();
        state.heads()
                .forEach((alert, head) -> subject(alert)
                        .filter(subject -> begun.contains(subject.clock()))
                        .ifPresent(subject -> subject.counted()
                                .forEach(series -> state.buckets()
                                        .starts(alert, series.spec())
                                        .forEach(bucket -> news.add(alert, bucket)))));
        Map<Long, Touched> touched = touched(news, begun);
        touched.values().forEach(one -> findWindows(one, 0));
        return touched;
    }

    private long now(Subject subject) {
        return state.dataTime().of(subject.clock()).orElseThrow();
    }

    /** A group that the rule in force has deltas of. */
    private Optional<Subject> subject(long alert) {
        return state.heads()
                .find(alert)
                .flatMap(head -> state.rules().find(head.ruleId()).map(rule -> new Subject(alert, head, rule)))
                .filter(subject -> subject.newestEnd().isPresent());
    }

    /** @param passed data time up to which windows were looked at when they closed */
    private void findWindows(Touched touched, long passed) {
        state.terms().see(touched.subject(), touched.buckets());
        agenda.onNews(touched.subject(), touched.buckets(), passed);
        for (long bucket : touched.buckets()) agenda.findWindows(touched.subject(), bucket, touched.ends());
    }

    private void lookAtLate(Touched touched, long seenAt) {
        long now = now(touched.subject());
        NavigableSet<Long> late = touched.ends().headSet(now, true);
        look(touched.subject(), late, now, seenAt);
        late.clear();
        corrections.touch(touched.subject(), touched.buckets(), now);
    }

    private void waitForClosing(Touched touched) {
        if (touched.ends().isEmpty()) return;
        long first = touched.ends().first();
        if (first <= now(touched.subject())) agenda.by(touched.subject(), first);
    }

    private void runTimers(Clock clock, Map<Long, Touched> touched) {
        long now = state.dataTime().of(clock).orElseThrow();
        Optional<Due> due = state.heads().firstDue(clock, now);
        while (due.isPresent()) {
            long end = due.get().time();
            long alert = due.get().alert();
            Touched news = touched.get(alert);
            close(clock, alert, end, news == null ? Collections.emptyNavigableSet() : news.ends());
            due = state.heads().firstDue(clock, now);
        }
    }

    /** Data time got to the end of a window. */
    private void close(Clock clock, long alert, long end, NavigableSet<Long> touchedEnds) {
        Head head = state.heads().find(alert).orElseThrow();
        Optional<Installed> rule = state.rules().find(head.ruleId());
        if (rule.isEmpty()) {
            state.holds().remove(clock, alert);
            state.heads().schedule(clock, alert, head, OptionalLong.empty());
            return;
        }
        Subject subject = new Subject(alert, head, rule.get());
        if (isForgotten(subject, end)) {
            forget(subject, end);
            return;
        }
        corrections.settle(subject, end);
        judge.look(subject, Look.closing(end), subject.windows(state.buckets()));
        OptionalLong next = agenda.afterClosing(subject, end, touchedEnds, now(subject));
        if (state.holds().end(clock, alert).orElse(Long.MAX_VALUE) <= end)
            state.holds().remove(clock, alert);
        state.heads().schedule(clock, alert, head, next);
        if (next.isEmpty()) tidy(subject, end);
    }

    private static boolean isForgotten(Subject subject, long time) {
        OptionalLong newest = subject.newestEnd();
        return newest.isPresent() && subject.installed().hasForgotten(newest.getAsLong(), time);
    }

    /** Nobody waits for a group any more that has been silent for so long. */
    private void forget(Subject subject, long time) {
        String silent = Durations.format(subject.rule().silence().forgetAfter());
        judge.end(subject, time, Cause.change(time, "no records for " + silent));
        subject.head().resolved(Optional.empty());
        state.holds().remove(subject.clock(), subject.alert());
        state.heads().schedule(subject.clock(), subject.alert(), subject.head(), OptionalLong.empty());
        tidy(subject, time);
    }

    /** Forgets a series that was kept although its buckets are gone, unless it is still waited for. */
    private void tidy(Subject subject, long time) {
        subject.counted().stream()
                .filter(series -> !agenda.isWaitedFor(subject, series, time))
                .filter(series -> state.buckets().isEmpty(subject.alert(), series.spec()))
                .forEach(series -> subject.head().forget(series.spec()));
    }

    private void lookAtOpen(Touched touched, long seenAt) {
        Subject subject = touched.subject();
        long now = now(subject);
        NavigableSet<Long> open = touched.ends().tailSet(now, false);
        NavigableSet<Long> held = agenda.hold(subject, open, seenAt);
        look(subject, held.isEmpty() ? open : open.headSet(held.first(), false), now, seenAt);
        agenda.onEpisode(subject, now);
    }

    /** @param before up to where the clocks were read before the frame */
    private boolean isReadFurther(Clock clock, Map<Clock, Long> before) {
        Long from = before.get(clock);
        return from == null || Buckets.lastEnd(readTo(clock)) > Buckets.lastEnd(from);
    }

    private long readTo(Clock clock) {
        return state.dataTime().readTo(clock).orElseThrow();
    }

    /**
     * Looks at the windows that have waited and need not any more, as if their records came now: of counts all as soon as
     * partitions are together, of shares those up to where all partitions have been read.
     *
     * @param all whether none needs to wait any more
     */
    private void release(Clock clock, long seenAt, boolean all) {
        boolean apart = state.skew().holds(clock);
        long read = readTo(clock);
        state.holds().of(clock).forEach((alert, last) -> {
            Optional<Subject> held = subject(alert);
            boolean grows = held.filter(subject -> subject.rule().onlyGrows()).isPresent();
            if (grows && apart) return;
            boolean whole = all || grows || held.isEmpty() || last <= read;
            if (whole) state.holds().remove(clock, alert);
            held.ifPresent(subject -> {
                long now = now(subject);
                look(subject, agenda.held(subject, now, whole ? last : read), now, seenAt);
                agenda.onEpisode(subject, now);
            });
        });
    }

    private void look(Subject subject, NavigableSet<Long> ends, long dataTime, long seenAt) {
        Windows windows = Windows.of(state.buckets(), subject, ends);
        long step = subject.installed().step();
        for (long end : ends) judge.look(subject, Look.onNews(end, step, dataTime, seenAt), windows);
    }

    private void evict(Clock clock) {
        long now = state.dataTime().of(clock).orElseThrow();
        for (Chunk chunk : state.buckets().takeDue(clock, now)) evict(chunk, now);
    }

    private void evict(Chunk chunk, long dataTime) {
        Optional<Head> head = state.heads().find(chunk.alert());
        Optional<Chunk> needed = head.flatMap(known -> state.rules().find(known.ruleId()))
                .filter(installed -> installed.counts(chunk.spec()))
                .map(chunk::under)
                .filter(under -> under.clock() != chunk.clock() || under.due() > dataTime);
        if (needed.isPresent()) {
            state.buckets().mark(needed.get());
            return;
        }
        state.buckets().delete(chunk);
        head.ifPresent(known -> {
            boolean last = known.series(chunk.spec())
                    .filter(series -> series.newestEnd() <= chunk.end())
                    .filter(series -> !isWaitedFor(chunk.alert(), known, series, dataTime))
                    .isPresent();
            if (last) known.forget(chunk.spec());
        });
        state.terms().find(chunk.alert(), chunk.spec()).ifPresent(term -> {
            if (term.until() <= dataTime) state.terms().forget(chunk.alert(), chunk.spec());
            else if (chunk.holds(term.last())) state.buckets().mark(chunk.at(term.until()));
        });
    }

    private boolean isWaitedFor(long alert, Head head, Series series, long dataTime) {
        return state.rules()
                .find(head.ruleId())
                .filter(rule -> agenda.isWaitedFor(new Subject(alert, head, rule), series, dataTime))
                .isPresent();
    }
}
