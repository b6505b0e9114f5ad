package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Judge.Look;
import dev.vigia.processors.evaluate.Telling.Cause;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Listening;
import dev.vigia.schemas.avro.PostedAlert;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.WarmUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The fold over one partition of {@code signals}: rules, windows and the life of alerts. Pure: what comes out and what the
 * store holds afterwards depend on nothing but the store before and the signals, so that another JVM that folds the same
 * range from the same state gets the same bytes. Not thread-safe.
 *
 * <p>Nothing is judged before data time is known. Windows end at multiples of 10 s of event time. A rule fires as soon as a
 * frame brings a breach into a window; all else ({@code for}, recovery, {@code below}) waits until data time has closed the
 * window. Alerts from outside are begun and ended by who sends them. The module's README has the whole.
 */
public final class Evaluation {

    private final State state;
    private final Judge judge;
    private final Agenda agenda;
    private final FrameFold frames;
    private final Warming warming;
    private final Commands commands;
    private final Outside outside;
    private List<Outcome> outcomes = new ArrayList<>();

    /**
     * A fold that goes on from what the store holds.
     *
     * @param partition of {@code signals}; it is part of the episodes' ids
     * @param topics names of the topics that rules read
     */
    public Evaluation(int partition, OrderedStore store, Topics topics) {
        this.state = State.in(store, Source.byTopic(topics));
        this.judge = new Judge(state, partition, topics, outcome -> outcomes.add(outcome));
        int partitions = topics.signals().partitions();
        Merging merging = new Merging(state, partition, partitions);
        this.agenda = new Agenda(state, alertId -> AlertId.partition(alertId, partitions) == partition);
        this.warming = new Warming(state, merging, this::beginUnder);
        this.commands = new Commands(state, judge, this::beginUnder);
        this.outside = new Outside(store, partition, alert -> outcomes.add(new Outcome.Transitioned(alert)));
        this.frames = new FrameFold(
                state,
                merging,
                judge,
                agenda,
                (cut, expected) -> outcomes.add(
                        new Outcome.BrokenCut(cut.getTopic(), cut.getPartition(), expected, cut.getFromOffset())));
    }

    /**
     * Folds the next signal.
     *
     * @param offset of the signal in its partition
     * @return what came of it, in order
     */
    public List<Outcome> fold(long offset, Signal signal) {
        outcomes = new ArrayList<>();
        judge.at(offset);
        if (signal.getBody() instanceof Frame frame) fold(frame);
        else if (signal.getBody() instanceof Tick tick) take(tick);
        else if (signal.getBody() instanceof ControlSignal said) fold(said);
        else if (signal.getBody() instanceof PostedAlert alert) outside.take(alert, offset);
        else if (signal.getBody() instanceof Listening listening) outside.listen(listening.getAt());
        state.heads().flush();
        state.cardinality().flush();
        return outcomes;
    }

    /** Up to where all sources that are known are complete: milliseconds since 1970-01-01 UTC; empty while none is. */
    OptionalLong dataTime() {
        return state.dataTime().known().values().stream()
                .mapToLong(Long::longValue)
                .min();
    }

    private void fold(Frame frame) {
        WarmUp warmUp = frame.getWarmUp();
        if (warmUp == null) frames.fold(frame);
        else warming.fold(frame, warmUp);
    }

    private void take(Tick tick) {
        state.dataTime().take(tick.getInputs());
        frames.tick(tick.getAt());
        state.cardinality().tell(tick.getAt()).forEach(metric -> outcomes.add(new Outcome.Measured(metric)));
    }

    private void fold(ControlSignal said) {
        state.learning().hear(said.getOffset());
        Control control = said.getControl();
        if (control.getBody() instanceof RuleFile file) changeRules(file, said.getOffset(), control.getAt());
        else if (control.getBody() instanceof AlertCommand command) obey(command, control);
    }

    private void obey(AlertCommand command, Control control) {
        if (!outside.obey(command, control)) commands.obey(command, control);
    }

    private void changeRules(RuleFile file, long version, long at) {
        Map<String, Installed> before = state.rules().all();
        try {
            state.rules().take(file, version);
        } catch (UserException e) {
            outcomes.add(new Outcome.RejectedRules(file.getName(), version, String.valueOf(e.getMessage())));
            return;
        }
        state.learning().take(before, state.rules().all(), version, at);
        if (!differ(before, state.rules().all())) return;
        state.heads().forEach((alert, head) -> {
            leaveOut(alert, head, version);
            Optional<Installed> old = Optional.ofNullable(before.get(head.ruleId()));
            changeRule(alert, head, old, at);
        });
        agenda.acquaint();
    }

    /** Throws away what is counted anew, for a rule that looks further back. */
    private void leaveOut(long alert, Head head, long version) {
        state.rules().find(head.ruleId()).ifPresent(rule -> {
            for (Installed counted : rule.counted()) {
                long spec = counted.spec();
                state.learning().leavesOutUntil(rule, spec, version).ifPresent(until -> {
                    state.buckets().deleteBefore(alert, spec, until);
                    head.series(spec).ifPresent(series -> head.series(series.unsummed()));
                });
            }
        });
    }

    private static boolean differ(Map<String, Installed> before, Map<String, Installed> after) {
        return !before.keySet().equals(after.keySet())
                || before.entrySet().stream()
                        .anyMatch(entry ->
                                entry.getValue().differsFrom(after.getOrDefault(entry.getKey(), entry.getValue())));
    }

    /** Ends an episode whose rule is gone; has others looked at under the new rule as soon as data time moves. */
    private void changeRule(long alert, Head head, Optional<Installed> old, long at) {
        Optional<Installed> now = state.rules().find(head.ruleId());
        if (old.isPresent() && now.isPresent() && !old.get().differsFrom(now.get())) return;
        if (old.isPresent()) {
            Subject subject = new Subject(alert, head, old.get());
            tidy(subject, now);
            state.heads().schedule(subject.clock(), alert, head, OptionalLong.empty());
            state.holds().remove(subject.clock(), alert);
            boolean sameGroups = now.isPresent()
                    && now.get().rule().groupBy().equals(subject.rule().groupBy());
            if (!sameGroups) {
                Cause cause = Cause.change(at, now.isEmpty() ? "rule removed" : "rule groups anew");
                judge.end(subject, cause);
                head.resolved(Optional.empty());
            }
        }
        now.ifPresent(installed -> {
            Subject subject = new Subject(alert, head, installed);
            old.ifPresent(before -> judge.arrange(subject, before.rule(), Cause.change(at, "rule changed")));
            beginUnder(subject, at);
        });
    }

    /** Forgets series whose buckets are gone, and which nobody but the rule as it was has waited for. */
    private void tidy(Subject before, Optional<Installed> now) {
        for (long spec : before.head().specs()) {
            boolean waitedFor =
                    now.isPresent() && now.get().counts(spec) && now.get().firesOnSilence();
            if (!waitedFor && state.buckets().isEmpty(before.alert(), spec)) {
                before.head().forget(spec);
            }
        }
    }

    /** Looks at the newest window under a new rule, or for a reopened episode, unless data time has left it behind, and at those to come. */
    private void beginUnder(Subject subject, long at) {
        if (subject.installed().memory().isPresent()) {
            state.terms()
                    .see(
                            subject,
                            state.buckets()
                                    .starts(subject.alert(), subject.installed().spec()));
        }
        OptionalLong known = state.dataTime().of(subject.clock());
        if (known.isEmpty()) {
            subject.head()
                    .standing()
                    .breach()
                    .ifPresent(breach -> schedule(subject, subject.installed().endFrom(breach.windowEnd())));
            return;
        }
        long dataTime = known.getAsLong();
        OptionalLong newest = subject.newestEnd();
        if (newest.isPresent()) {
            long end = subject.installed().endFrom(newest.getAsLong());
            boolean present = subject.installed().lastWith(end - Buckets.STEP) + Buckets.STEP > dataTime;
            boolean early = present && subject.installed().firesAtOnce();
            if (early && agenda.hold(subject, new TreeSet<>(List.of(end)), at).isEmpty()) {
                long step = subject.installed().step();
                judge.look(subject, Look.onNews(end, step, dataTime, at), subject.windows(state.buckets()));
            }
        } else {
            if (!subject.head().standing().isOpen()) return;
            // From now on its records are counted anew.
            for (Installed counted : subject.installed().counted()) {
                subject.head().series(Series.since(counted.spec(), Buckets.lastEnd(dataTime)));
            }
        }
        schedule(subject, subject.installed().endAfter(dataTime));
    }

    private void schedule(Subject subject, long due) {
        state.heads().schedule(subject.clock(), subject.alert(), subject.head(), OptionalLong.of(due));
    }
}
