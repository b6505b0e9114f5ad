package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.CompiledRules.OfSource;
import dev.vigia.processors.rules.Match;
import dev.vigia.processors.rules.RuleIndex;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What is counted for rules. For one partition and one transaction. */
final class RuleSeries implements Consumer<CompiledRule> {

    private final Heap heap;
    private final RuleIndex<CompiledRule> rules;
    private final int maxGroups;
    /** Which event times count for a rule, by its index: from the first, up to the second, exclusive, in milliseconds. */
    private final long[] earliest;

    private final long[] latest;
    /** By a rule's index. */
    private final @Nullable Groups[] groups;

    private long filterErrors;

    // The record that candidates are being asked about; fields, so that no lambda is made for each record.
    private @Nullable SpecificRecord record;
    private long offset;
    private long weight;
    private long timestamp;

    /**
     * Event times that count: milliseconds since 1970-01-01 UTC.
     *
     * @param until exclusive
     */
    record Span(long from, long until) {

        static final Span NONE = new Span(Long.MAX_VALUE, Long.MIN_VALUE);

        static Span from(long from) {
            return new Span(from, Long.MAX_VALUE);
        }
    }

    /** @param spans which event times count for a rule */
    RuleSeries(Heap heap, OfSource rules, int maxGroups, Function<CompiledRule, Span> spans) {
        this.heap = heap;
        this.rules = rules.index();
        this.groups = new Groups[rules.size()];
        this.maxGroups = maxGroups;
        this.earliest = new long[rules.size()];
        this.latest = new long[rules.size()];
        for (CompiledRule rule : rules.all()) {
            Span span = spans.apply(rule);
            earliest[rule.index()] = span.from();
            latest[rule.index()] = span.until();
        }
    }

    void fold(SpecificRecord next, long atOffset, long times, long micros) {
        record = next;
        offset = atOffset;
        weight = times;
        timestamp = micros;
        rules.candidates(next, this);
    }

    @Override
    public void accept(CompiledRule rule) {
        SpecificRecord current = record;
        if (current == null) return;
        long millis = Math.floorDiv(timestamp, 1_000);
        if (millis < earliest[rule.index()] || millis >= latest[rule.index()]) return;
        Match match = rule.filter().test(current);
        if (match != Match.YES) {
            if (match == Match.ERROR) filterErrors++;
            return;
        }
        Accumulator accumulator = series(rule, current).at(Fold.bucket(timestamp), offset);
        rule.fold(current, offset, weight, timestamp, accumulator);
    }

    /** How often a filter could not tell, for instance since an attribute was missing. */
    long filterErrors() {
        return filterErrors;
    }

    private Series series(CompiledRule rule, SpecificRecord current) {
        Groups known = groups[rule.index()];
        if (known == null) {
            known = new Groups();
            groups[rule.index()] = known;
        }
        return known.series(rule, rule.groupKey(current));
    }

    /** The groups of one rule. */
    private final class Groups {

        private final Map<Object, Series> byKey = new HashMap<>();
        private Object latestKey = "";
        private @Nullable Series latest;

        Series series(CompiledRule rule, Object key) {
            Series same = latest;
            if (same != null && key.equals(latestKey)) return same;
            Series series = byKey.get(key);
            if (series == null) {
                Object kept = byKey.size() < maxGroups ? key : rule.overflowKey();
                series = byKey.computeIfAbsent(kept, group -> heap.add(rule.newSeries(group)));
            }
            latestKey = key;
            latest = series;
            return series;
        }
    }
}
