package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Evidence;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The window that one transition tells of, put together again from deltas by what judges windows. Deltas have to come in the
 * order in which they were merged: sums of doubles depend on it. Not thread-safe.
 */
public final class Recomputed {

    private final Buckets buckets = new Buckets(new HeapStore());
    private final Subject subject;
    private final String alertId;
    private final long end;

    /**
     * A window that nothing has been added to.
     *
     * @param rule one without parts
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
     */
    public record Computed(OptionalDouble value, long samples, Evidence evidence) {}

    /** First instant of the window: milliseconds since 1970-01-01 UTC. */
    public long start() {
        return subject.installed().start(end);
    }

    /** First instant that the value depends on: the window's, or that of the window it is compared with. */
    public long first() {
        return subject.installed().first(end);
    }

    /** Whether the value depends on the window before as well. */
    public boolean compares() {
        return subject.installed().compares();
    }

    /** Data time from which on the first of the buckets may be thrown away: milliseconds since 1970-01-01 UTC. */
    public long forgottenFrom() {
        return Buckets.chunk(
                        subject.clock(), subject.alert(), subject.installed().spec(), first())
                .dueUnder(subject.installed());
    }

    /** Whether the value depends on a delta. */
    public boolean holds(Delta delta) {
        return delta.getSpec() == subject.installed().spec()
                && delta.getBucket() >= first()
                && delta.getBucket() < end
                && delta.getSeries().equals(subject.rule().id())
                && AlertId.of(delta.getSeries(), delta.getGroup()).equals(alertId);
    }

    /** Takes the next delta that it holds, of a partition's records. */
    public void add(int partition, Delta delta) {
        buckets.add(subject.alert(), partition, delta);
    }

    /** @param topics that rules read */
    public Computed compute(Topics topics) {
        Window window = subject.windows(buckets).apply(end);
        return new Computed(
                window.value(subject.rule()),
                window.samples(subject.rule().aggregate()),
                Backing.of(subject.rule(), window, topics));
    }
}
