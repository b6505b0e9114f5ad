package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.RuleSeries.Span;
import dev.vigia.processors.rules.Overflow;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Delta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Folds the records of one partition that one transaction takes, in the order of their offsets, into deltas. No I/O, no
 * clock, no randomness: the same records, rules, limits and clock value give the same deltas, byte for byte.
 */
final class Fold {

    /** Name of the series that takes what there is no room for. */
    static final String OVERFLOW = Overflow.NAME;

    static final long BUCKET_MILLIS = 10_000;

    static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    private final Heap heap = new Heap();
    private final BuiltInSeries builtIn;
    private final boolean countsBuiltIn;
    private final RuleSeries rules;
    private final long latestMicros;
    private long newestMicros = Long.MIN_VALUE;

    /**
     * A fold without records.
     *
     * @param clock milliseconds since 1970-01-01 UTC: what is old or of the future is so by this
     */
    Fold(Source source, CompiledRules rules, AggregateSettings limits, long clock) {
        this(source, rules, limits, clock, true, rule -> Span.from(clock - rule.maxAgeMillis()));
    }

    private Fold(
            Source source,
            CompiledRules rules,
            AggregateSettings limits,
            long clock,
            boolean countsBuiltIn,
            Function<CompiledRule, Span> spans) {
        this.countsBuiltIn = countsBuiltIn;
        builtIn = switch (source) {
            case LOGS -> new LogSeries(heap, limits.maxSeriesPerService());
            case METRICS -> new MetricSeries(heap, limits.maxSeriesPerService());
            case SPANS -> new SpanSeries(heap, limits.maxSeriesPerService());
        };
        this.rules = new RuleSeries(heap, rules.of(source), limits.maxGroupsPerRule(), spans);
        latestMicros = (clock + MAX_AHEAD.toMillis()) * 1_000;
    }

    /** A fold without records that leaves out the built-in series; the deltas of the rules are the same. */
    static Fold ofRules(Source source, CompiledRules rules, AggregateSettings limits, long clock) {
        return new Fold(source, rules, limits, clock, false, rule -> Span.from(clock - rule.maxAgeMillis()));
    }

    /**
     * A fold without records that counts earlier ones for rules: whether they came too late for a rule at their time is not asked.
     *
     * @param spans which event times count for a rule
     */
    static Fold ofEarlier(
            Source source,
            CompiledRules rules,
            AggregateSettings limits,
            long clock,
            Function<CompiledRule, Span> spans) {
        return new Fold(source, rules, limits, clock, false, spans);
    }

    /** Folds a record, or says why it cannot be. */
    Optional<String> add(long offset, SpecificRecord record) {
        long timestamp = builtIn.timestamp(record);
        if (timestamp > latestMicros) {
            return Optional.of("the time stamp is " + (timestamp - latestMicros) / 1_000_000
                    + " s beyond the 10 minutes it may be ahead of the clock");
        }
        newestMicros = Math.max(newestMicros, timestamp);
        if (countsBuiltIn) builtIn.fold(record, offset, bucket(timestamp));
        rules.fold(record, offset, builtIn.weight(record), timestamp);
        return Optional.empty();
    }

    /** Gives the deltas of all that was added, as those of the cut at {@code cut} in the frame. */
    void drain(int cut, Consumer<Delta> into) {
        heap.drain(cut, into);
    }

    /** All of them at once. */
    List<Delta> drain(int cut) {
        List<Delta> deltas = new ArrayList<>(series());
        drain(cut, deltas::add);
        return deltas;
    }

    int series() {
        return heap.size();
    }

    long filterErrors() {
        return rules.filterErrors();
    }

    /** The latest event time that was added in microseconds since 1970-01-01 UTC; {@link Long#MIN_VALUE} for none. */
    long newestMicros() {
        return newestMicros;
    }

    /** Start of the bucket of an event time: milliseconds. */
    static long bucket(long micros) {
        return Math.floorDiv(micros, BUCKET_MILLIS * 1_000) * BUCKET_MILLIS;
    }
}
