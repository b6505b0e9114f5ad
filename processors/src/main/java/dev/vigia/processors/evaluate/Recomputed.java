package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Evidence;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The window that one transition tells of, put together again from deltas by what judges windows. Deltas have to come in the
 * order in which they were merged: sums of doubles depend on it. What is counted are the rule's parts, or the rule itself where
 * it has none; each is known by its place in {@link Rule#counted()}. Not thread-safe.
 */
public final class Recomputed {

    private final Buckets buckets = new Buckets(new HeapStore());
    private final Subject subject;
    private final String alertId;
    private final long end;

    /**
     * A window that nothing has been added to.
     *
     * @param windowEnd end of the window, exclusive: milliseconds since 1970-01-01 UTC
     */
    public Recomputed(Rule rule, String alertId, long windowEnd) {
        Installed installed = Installed.of(rule, "", -1);
        this.subject = new Subject(Heads.number(alertId), new Head(rule.id(), List.of()), installed);
        this.alertId = alertId;
        this.end = windowEnd;
    }

    /**
     * What the window comes to.
     *
     * @param value empty when there is nothing to compute it from
     * @param samples how many happenings the value stands on
     * @param parts of a rule of parts, each of them
     */
    public record Computed(
            OptionalDouble value, double threshold, long samples, Evidence evidence, List<AlertPart> parts) {

        public Computed {
            parts = List.copyOf(parts);
        }
    }

    /** First instant of the window: milliseconds since 1970-01-01 UTC. */
    public long start() {
        return subject.installed().start(end);
    }

    /** First instant that one part depends on, wherever in the window it is looked at: milliseconds since 1970-01-01 UTC. */
    public long first(int part) {
        return subject.installed().first(end, counted(part));
    }

    /** Whether the value depends on the window before as well. */
    public boolean compares() {
        return subject.installed().compares();
    }

    /** Data time from which on the first of a part's buckets may be thrown away: milliseconds since 1970-01-01 UTC. */
    public long forgottenFrom(int part) {
        return Buckets.chunk(subject.clock(), subject.alert(), counted(part).spec(), first(part))
                .dueUnder(subject.installed());
    }

    /**
     * Whether a delta is of the group, and counts what is asked for.
     *
     * @param spec hash of what is counted
     * @param since first instant that is asked for: milliseconds since 1970-01-01 UTC
     */
    public boolean holds(Delta delta, long spec, long since) {
        return delta.getSpec() == spec
                && delta.getBucket() >= since
                && delta.getBucket() < end
                && delta.getSeries().equals(subject.rule().id())
                && AlertId.of(delta.getSeries(), delta.getGroup()).equals(alertId);
    }

    /** Takes the next delta that it holds, of a partition's records. */
    public void add(int partition, Delta delta) {
        buckets.add(subject.alert(), partition, delta);
    }

    /** Forgets all that was added under a spec, given by its hash. */
    public void clear(long spec) {
        buckets.starts(subject.alert(), spec)
                .forEach(start -> buckets.delete(Buckets.chunk(subject.clock(), subject.alert(), spec, start)));
    }

    /**
     * What all of it comes to, when everything was added.
     *
     * @param level how bad it is, one of the rule's
     * @param topics that rules read
     */
    public Computed compute(Level level, Topics topics) {
        Window window = subject.windows(buckets).apply(end);
        Rule rule = subject.rule();
        Told told = Told.of(rule, level, window);
        OptionalDouble value = told.parts().isEmpty() ? window.value(rule) : OptionalDouble.of(told.value());
        return new Computed(value, told.threshold(), told.samples(), Backing.of(rule, window, topics), told.parts());
    }

    /**
     * What one part of a rule of parts comes to by itself. Whether it came in order is not asked.
     *
     * @param partEnd end of its own window: the whole's, or within that where parts follow one another
     */
    public AlertPart part(int part, long partEnd) {
        Rule.Part rule = ((Aggregate.Joint) subject.rule().aggregate()).parts().get(part);
        return Told.part(rule, subject.under(counted(part)).windows(buckets).apply(partEnd));
    }

    private Installed counted(int part) {
        return subject.installed().counted().get(part);
    }
}
