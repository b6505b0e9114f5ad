package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Overflow;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many groups of each rule are known: those with a head, and of new terms those that are remembered. Counted as they come
 * and go, so that nobody has to look through them. Where a rule has as many as it may, what comes of others counts in
 * {@link Overflow}. While that is so it is told every ten seconds of human time, and once with 0 when it is over.
 *
 * <p>A group that gets room later is known in part at first: windows that reach back to what was counted elsewhere lack
 * records that may have been its own. Groups that had room all the time lack nothing.
 */
final class Cardinality {

    /** The metric: records that counted in the overflow of a rule since it was told last. */
    static final String METRIC = "vigia.rule.overflow";

    private static final int LAYOUT = 1;
    private static final char RULE = 'G';
    private static final char PARTIAL = 'Q';

    /** Human time between two tellings: milliseconds. */
    private static final long EVERY = 10_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final OrderedStore store;
    /** By rule. */
    private final Map<String, Count> counts = new TreeMap<>();
    /** By alert, of groups that got room while others counted elsewhere: from when on they are known as a whole. */
    private final Map<Long, Long> partial = new TreeMap<>();
    /** Rules whose count is to be written. */
    private final TreeSet<String> changed = new TreeSet<>();
    /** Rules of which something is to be told. */
    private final TreeSet<String> over = new TreeSet<>();

    /** What is counted of one rule. Mutable. */
    private static final class Count {
        /** Groups that have a head, without the overflow. */
        private long groups;
        /** Groups that are told from new ones. */
        private long terms;
        /** Records in the overflow that have not been told of. */
        private long records;
        /** End of the latest bucket that groups without room had records in, as long as the overflow is known. */
        private long mergedTo = NEVER;
        /** Tick at which it was told last that there is an overflow: milliseconds; NEVER when it was told that it is over. */
        private long toldAt = NEVER;

        private boolean isOver() {
            return records > 0 || toldAt != NEVER;
        }

        private boolean isNothing() {
            return groups == 0 && terms == 0 && mergedTo == NEVER && !isOver();
        }

        private byte[] encode() {
            return new Encoder(LAYOUT)
                    .number(groups)
                    .number(terms)
                    .number(records)
                    .number(mergedTo)
                    .number(toldAt)
                    .toBytes();
        }

        private static Count decode(byte[] bytes) {
            Decoder in = new Decoder(bytes, LAYOUT);
            Count count = new Count();
            count.groups = in.number();
            count.terms = in.number();
            count.records = in.number();
            count.mergedTo = in.number();
            count.toldAt = in.number();
            return count;
        }
    }

    Cardinality(OrderedStore store) {
        this.store = store;
        Key rules = Key.of(RULE);
        store.scan(rules.bytes(), rules.end(), (key, value) -> {
            String rule = Key.textAt(key, 1);
            Count count = Count.decode(value);
            counts.put(rule, count);
            if (count.isOver()) over.add(rule);
            return true;
        });
        Key alerts = Key.of(PARTIAL);
        store.scan(alerts.bytes(), alerts.end(), (key, value) -> {
            partial.put(Key.hashAt(key, 1), new Decoder(value, LAYOUT).number());
            return true;
        });
        // A release that did not count has left groups, or there are none.
        if (counts.isEmpty()) Heads.countByRule(store).forEach((rule, groups) -> change(rule).groups = groups);
    }

    /** Whether a rule may have one more group; one that is not known yet by more than it can ever say. */
    boolean hasRoom(String ruleId, Optional<Installed> rule) {
        Count count = counts.get(ruleId);
        return count == null || count.groups < most(rule);
    }

    /** Whether it may remember one more group. */
    boolean hasRoomForTerm(String ruleId, Optional<Installed> rule) {
        Count count = counts.get(ruleId);
        return count == null || count.terms < most(rule);
    }

    private static int most(Optional<Installed> rule) {
        return rule.map(installed -> installed.rule().maxGroups()).orElse(Rule.MOST_GROUPS);
    }

    /** A group has got a head. */
    void add(long alert, Head head) {
        if (Overflow.is(head.group())) return;
        Count count = change(head.ruleId());
        count.groups++;
        if (count.mergedTo == NEVER) return;
        partial.put(alert, count.mergedTo);
        store.put(key(alert), new Encoder(LAYOUT).number(count.mergedTo).toBytes());
    }

    /** A head is gone. */
    void remove(long alert, Head head) {
        Count count = change(head.ruleId());
        if (Overflow.is(head.group())) {
            // Its buckets were kept for as long as any window reached back to them.
            count.mergedTo = NEVER;
            return;
        }
        count.groups--;
        if (partial.remove(alert) != null) store.delete(key(alert));
    }

    void addTerm(String ruleId) {
        change(ruleId).terms++;
    }

    void removeTerm(String ruleId) {
        change(ruleId).terms--;
    }

    /** A delta counts in the overflow. */
    void overflow(Delta delta) {
        change(delta.getSeries()).records += delta.getCount();
        over.add(delta.getSeries());
    }

    /** The group of a delta has no room. */
    void merged(Delta delta) {
        Count count = change(delta.getSeries());
        count.mergedTo = Math.max(count.mergedTo, delta.getBucket() + Buckets.STEP);
    }

    /** Whether records of the group that lie in a window may have been counted elsewhere. */
    boolean isPartial(Subject subject, long windowEnd) {
        Long whole = partial.get(subject.alert());
        return whole != null && subject.installed().first(windowEnd) < whole;
    }

    /**
     * What is to be told at a tick.
     *
     * @param at of the tick: milliseconds since 1970-01-01 UTC
     */
    List<Metric> tell(long at) {
        List<Metric> told = new ArrayList<>();
        for (String rule : List.copyOf(over)) {
            Count count = change(rule);
            if (count.toldAt != NEVER && at - count.toldAt < EVERY) continue;
            told.add(metric(rule, count.records, at));
            count.toldAt = count.records > 0 ? at : NEVER;
            count.records = 0;
            if (!count.isOver()) over.remove(rule);
        }
        return told;
    }

    private static Metric metric(String rule, long records, long at) {
        return Metric.newBuilder()
                .setTimestamp(at * 1_000)
                .setName(METRIC)
                .setUnit("{record}")
                .setType(MetricType.COUNTER)
                .setValue(records)
                .setService("vigia")
                .setAttributes(new TreeMap<>(Map.of("rule", rule)))
                .build();
    }

    private Count change(String ruleId) {
        changed.add(ruleId);
        return counts.computeIfAbsent(ruleId, unseen -> new Count());
    }

    /** Writes what the present signal has changed. */
    void flush() {
        for (String rule : changed) {
            Count count = counts.getOrDefault(rule, new Count());
            if (count.isNothing()) {
                counts.remove(rule);
                store.delete(key(rule));
            } else {
                store.put(key(rule), count.encode());
            }
        }
        changed.clear();
    }

    private static byte[] key(String ruleId) {
        return Key.of(RULE).text(ruleId).bytes();
    }

    private static byte[] key(long alert) {
        return Key.of(PARTIAL).hash(alert).bytes();
    }
}
