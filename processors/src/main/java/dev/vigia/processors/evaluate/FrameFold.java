package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Buckets.Chunk;
import dev.vigia.processors.evaluate.Heads.Due;
import dev.vigia.processors.evaluate.Judge.Look;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folds a frame, in the order of event time:
 *
 * <ol>
 *   <li>all deltas are merged into their buckets;
 *   <li>windows that data time had passed before and that late records have changed are looked at;
 *   <li>data time moves to where the frame's cuts allow, and what waits for it is looked at as it gets there;
 *   <li>windows that are still open and got new records are looked at: this is how a rule fires at once;
 *   <li>buckets that nobody needs any more are thrown away.
 * </ol>
 */
final class FrameFold {

    private final State state;
    private final Judge judge;
    private final DataTime.Faults faults;

    FrameFold(State state, Judge judge, DataTime.Faults faults) {
        this.state = state;
        this.judge = judge;
        this.faults = faults;
    }

    /** A group that the frame has deltas for: the windows that these change. Emptied as they are looked at. */
    private record Touched(Subject subject, NavigableSet<Long> buckets, NavigableSet<Long> ends) {}

    void fold(Frame frame) {
        Map<Long, Touched> touched = merge(frame);
        touched.values().forEach(this::findWindows);
        touched.values().forEach(one -> lookAtLate(one, frame.getWrittenAt()));
        state.dataTime().take(frame, faults);
        state.dataTime().advance();
        state.learning().take(frame);
        touched.values().forEach(this::waitForClosing);
        for (Source source : Source.values()) runTimers(source, touched);
        touched.values().forEach(one -> lookAtOpen(one, frame.getWrittenAt()));
        for (Source source : Source.values()) evict(source);
    }

    private Map<Long, Touched> merge(Frame frame) {
        Map<Long, Touched> touched = new TreeMap<>(Long::compareUnsigned);
        for (Delta delta : frame.getDeltas()) {
            Cut cut = frame.getCuts().get(delta.getCut());
            Optional<Source> source = state.dataTime().source(cut.getTopic());
            if (source.isEmpty()) continue;
            long alert = Heads.number(AlertId.of(delta.getSeries(), delta.getGroup()));
            Head head = state.heads().find(alert).orElseGet(() -> newHead(alert, delta));
            Optional<Installed> rule =
                    state.rules().find(delta.getSeries()).filter(installed -> installed.spec() == delta.getSpec());
            merge(alert, head, cut, delta, rule, source.get());
            rule.ifPresent(installed -> touched.computeIfAbsent(
                            alert,
                            unseen ->
                                    new Touched(new Subject(alert, head, installed), new TreeSet<>(), new TreeSet<>()))
                    .buckets()
                    .add(delta.getBucket()));
        }
        return touched;
    }

    private Head newHead(long alert, Delta delta) {
        Head head = new Head(delta.getSeries(), delta.getGroup());
        state.heads().add(alert, head);
        return head;
    }

    private void merge(long alert, Head head, Cut cut, Delta delta, Optional<Installed> rule, Source source) {
        boolean first = state.buckets().add(alert, cut.getPartition(), delta);
        if (first) {
            Chunk chunk = Buckets.chunk(source, alert, delta.getSpec(), delta.getBucket());
            state.buckets()
                    .mark(rule.map(installed -> chunk.at(chunk.dueUnder(installed.rule())))
                            .orElse(chunk));
        }
        long end = delta.getBucket() + Buckets.STEP;
        Series series = head.series(delta.getSpec()).orElseGet(() -> new Series(delta.getSpec(), end, 0, Totals.NONE));
        head.series(series.plus(delta.getBucket(), Totals.of(delta)));
    }

    /** The windows that hold a bucket with news and end no later than the newest bucket. */
    private void findWindows(Touched touched) {
        Subject subject = touched.subject();
        long newest = subject.series().map(Series::newestEnd).orElseThrow();
        long length = subject.installed().window();
        if (!subject.installed().firesAbove()) {
            // Whether something is too little is known only when data time gets there.
            long first = touched.buckets().first() + Buckets.STEP;
            OptionalLong now = state.dataTime().of(subject.source());
            scheduleBy(subject, now.isPresent() ? Math.max(first, subject.nextEnd(now)) : first);
            return;
        }
        for (long bucket : touched.buckets()) {
            long last = Math.min(bucket + length, newest);
            for (long end = bucket + Buckets.STEP; end <= last; end += Buckets.STEP)
                touched.ends().add(end);
        }
    }

    private void lookAtLate(Touched touched, long writtenAt) {
        OptionalLong dataTime = state.dataTime().of(touched.subject().source());
        if (dataTime.isEmpty()) return;
        NavigableSet<Long> late = touched.ends().headSet(dataTime.getAsLong(), true);
        look(touched.subject(), late, dataTime.getAsLong(), writtenAt);
        late.clear();
    }

    private void waitForClosing(Touched touched) {
        OptionalLong dataTime = state.dataTime().of(touched.subject().source());
        if (dataTime.isEmpty() || touched.ends().isEmpty()) return;
        long first = touched.ends().first();
        if (first <= dataTime.getAsLong()) scheduleBy(touched.subject(), first);
    }

    private void runTimers(Source source, Map<Long, Touched> touched) {
        OptionalLong dataTime = state.dataTime().of(source);
        if (dataTime.isEmpty()) return;
        Optional<Due> due = state.heads().firstDue(source, dataTime.getAsLong());
        while (due.isPresent()) {
            long end = due.get().time();
            long alert = due.get().alert();
            Touched news = touched.get(alert);
            close(source, alert, end, news == null ? Collections.emptyNavigableSet() : news.ends());
            due = state.heads().firstDue(source, dataTime.getAsLong());
        }
    }

    /** Data time got to the end of a window. */
    private void close(Source source, long alert, long end, NavigableSet<Long> touchedEnds) {
        Head head = state.heads().find(alert).orElseThrow();
        Optional<Installed> rule = state.rules().find(head.ruleId());
        if (rule.isEmpty()) {
            state.heads().schedule(source, alert, head, OptionalLong.empty());
            return;
        }
        Subject subject = new Subject(alert, head, rule.get());
        judge.look(subject, Look.closing(end), at -> subject.window(state.buckets(), at));
        state.heads().schedule(source, alert, head, afterClosing(subject, end, touchedEnds));
    }

    private OptionalLong afterClosing(Subject subject, long end, NavigableSet<Long> touchedEnds) {
        long next = end + Buckets.STEP;
        if (subject.head().episode().isPresent()) return OptionalLong.of(next);
        if (subject.installed().firesAbove()) {
            Long touched = touchedEnds.higher(end);
            boolean closes = touched != null
                    && touched <= state.dataTime().of(subject.source()).orElse(Long.MIN_VALUE);
            return closes ? OptionalLong.of(touched) : OptionalLong.empty();
        }
        OptionalLong bucket = state.buckets()
                .firstFrom(
                        subject.alert(),
                        subject.installed().spec(),
                        next - subject.installed().window());
        return bucket.isEmpty() ? bucket : OptionalLong.of(Math.max(next, bucket.getAsLong() + Buckets.STEP));
    }

    private void lookAtOpen(Touched touched, long writtenAt) {
        Subject subject = touched.subject();
        long now = state.dataTime().of(subject.source()).orElse(Long.MIN_VALUE);
        look(subject, touched.ends().tailSet(now, false), now, writtenAt);
        subject.head().episode().ifPresent(episode -> {
            if (subject.head().due().isPresent()) return;
            long next = subject.nextEnd(state.dataTime().of(subject.source()));
            long due = Math.max(next, episode.breach().windowEnd());
            state.heads().schedule(subject.source(), subject.alert(), subject.head(), OptionalLong.of(due));
        });
    }

    private void look(Subject subject, NavigableSet<Long> ends, long dataTime, long writtenAt) {
        Sliding windows = new Sliding(state.buckets(), subject, ends);
        for (long end : ends) judge.look(subject, Look.onNews(end, dataTime, writtenAt), windows);
    }

    /** Has a group looked at at {@code due} or before. */
    private void scheduleBy(Subject subject, long due) {
        OptionalLong present = subject.head().due();
        if (present.isPresent() && present.getAsLong() <= due) return;
        state.heads().schedule(subject.source(), subject.alert(), subject.head(), OptionalLong.of(due));
    }

    private void evict(Source source) {
        OptionalLong dataTime = state.dataTime().of(source);
        if (dataTime.isEmpty()) return;
        for (Chunk chunk : state.buckets().takeDue(source, dataTime.getAsLong())) {
            evict(chunk, dataTime.getAsLong());
        }
    }

    private void evict(Chunk chunk, long dataTime) {
        Optional<Head> head = state.heads().find(chunk.alert());
        OptionalLong due = head.flatMap(known -> state.rules().find(known.ruleId()))
                .filter(installed -> installed.spec() == chunk.spec())
                .map(installed -> OptionalLong.of(chunk.dueUnder(installed.rule())))
                .orElse(OptionalLong.empty());
        if (due.isPresent() && due.getAsLong() > dataTime) {
            state.buckets().mark(chunk.at(due.getAsLong()));
            return;
        }
        state.buckets().delete(chunk);
        head.ifPresent(known -> {
            boolean last = known.series(chunk.spec())
                    .filter(series -> series.newestEnd() <= chunk.end())
                    .isPresent();
            if (last) known.forget(chunk.spec());
        });
    }
}
