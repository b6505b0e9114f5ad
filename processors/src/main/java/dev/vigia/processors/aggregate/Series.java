package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.Accumulator.Keeping;
import dev.vigia.schemas.avro.Delta;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One series of one partition while a transaction lasts: its buckets. */
final class Series {

    private final String name;
    private final long spec;
    private final List<String> group;
    private final String instance;
    private final Keeping keeping;

    /** The bucket that was asked for last; nearly always the one that is asked for next. */
    private @Nullable Accumulator latest;

    private @Nullable TreeMap<Long, Accumulator> buckets;

    /**
     * A series without records.
     *
     * @param name a rule's id, or the kind of a built-in series
     * @param spec hash of the rule's spec; 0 for a built-in series
     * @param keeping what is kept of the values besides numbers
     */
    Series(String name, long spec, List<String> group, Keeping keeping) {
        this(name, spec, group, keeping, "");
    }

    private Series(String name, long spec, List<String> group, Keeping keeping, String instance) {
        this.name = name;
        this.spec = spec;
        this.group = group;
        this.keeping = keeping;
        this.instance = instance;
    }

    /**
     * A built-in series of a cumulative counter's totals.
     *
     * @param instance which one of the counters of the group
     */
    static Series ofCounter(String name, List<String> group, String instance) {
        return new Series(name, 0, group, Keeping.NOTHING, instance);
    }

    String name() {
        return name;
    }

    long spec() {
        return spec;
    }

    List<String> group() {
        return group;
    }

    /** Which one of the counters of the group it is; empty for what is no cumulative counter. */
    String instance() {
        return instance;
    }

    /** The bucket that begins at {@code bucket}, for the record at {@code offset}. */
    Accumulator at(long bucket, long offset) {
        Accumulator same = latest;
        if (same != null && same.bucket() == bucket) return same;
        Accumulator accumulator = same == null ? new Accumulator(bucket, offset, keeping) : other(same, bucket, offset);
        latest = accumulator;
        return accumulator;
    }

    private Accumulator other(Accumulator known, long bucket, long offset) {
        TreeMap<Long, Accumulator> all = buckets;
        if (all == null) {
            all = new TreeMap<>();
            all.put(known.bucket(), known);
            buckets = all;
        }
        return all.computeIfAbsent(bucket, start -> new Accumulator(start, offset, keeping));
    }

    /** Gives a delta for each bucket, the earliest first. */
    void drain(int cut, Consumer<Delta> into) {
        if (buckets != null) {
            buckets.values().forEach(accumulator -> into.accept(accumulator.toDelta(cut, this)));
        } else if (latest != null) {
            into.accept(latest.toDelta(cut, this));
        }
    }

    int buckets() {
        return buckets == null ? 1 : buckets.size();
    }
}
