package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Reach;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.Spec;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.WarmUp;
import dev.vigia.schemas.avro.WarmedRule;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which windows are known in part only. {@code aggregate} counts by new rules from some record on, another one in each
 * partition; a window that reaches back behind that lacks records. But for late ones, they lie before the partition's
 * watermark of then. So a rule learns in windows that begin less than a bucket after the latest of these watermarks. Where a
 * partition was counted by the rule from its first record on, nothing is lacking.
 *
 * <p>What lies before that may be counted afterwards ({@link WarmUp}), in slices that end where the partition came to be counted by
 * the rule. With the last of them the rule is taken to have counted the partition from where the first begins.
 *
 * <p>A rule that keeps its spec goes on where it is. If it looks further back than before, it learns in windows that reach back
 * behind the buckets that were still kept, and for {@code learn_for} if it has to know groups for longer. What lies behind these
 * buckets may be counted afterwards as well: then nothing of it counts that was counted before the change, in whatever order it comes.
 *
 * <p>{@code aggregate} reads the rules from {@code control} itself, so its frames may be here before the rules are.
 */
final class Learning {

    private static final int LAYOUT = 3;
    private static final char RULE = 'L';
    private static final char COUNTED = 'C';
    private static final char HEARD = 'H';

    private final OrderedStore store;
    private final DataTime dataTime;
    /** By rule id; of a rule of parts, by rule id and spec. */
    private final Map<String, Beginning> beginnings = new TreeMap<>();
    /** By partition. */
    private final Map<Source, Map<Integer, Counted>> counted = new EnumMap<>(Source.class);
    /** Offset in {@code control} of what came from there last. */
    private long heard = -1;

    private final Unheard unheard;
    /** Spares the look at the beginnings for most deltas. */
    private boolean someCountAnew;

    /**
     * By which rules a partition is counted.
     *
     * @param rules their offset in {@code control}
     * @param start since then
     */
    private record Counted(long rules, Beginning.Start start) {

        byte[] encode() {
            Encoder out = new Encoder(LAYOUT).number(rules);
            start.encode(out);
            return out.toBytes();
        }

        static Counted decode(byte[] bytes) {
            Decoder in = new Decoder(bytes, LAYOUT);
            return new Counted(in.number(), Beginning.Start.decode(in));
        }
    }

    Learning(OrderedStore store, DataTime dataTime) {
        this.store = store;
        this.dataTime = dataTime;
        this.unheard = new Unheard(store);
        Key rules = Key.of(RULE);
        store.scan(rules.bytes(), rules.end(), (key, value) -> {
            beginnings.put(Key.textAt(key, 1), Beginning.decode(value));
            return true;
        });
        for (Source source : Source.values()) {
            Map<Integer, Counted> partitions = new TreeMap<>();
            Key table = Key.of(COUNTED).octet(source.ordinal());
            store.scan(table.bytes(), table.end(), (key, value) -> {
                partitions.put((int) Key.timeAt(key, 2), Counted.decode(value));
                return true;
            });
            counted.put(source, partitions);
        }
        someCountAnew = beginnings.values().stream().anyMatch(Beginning::countsAnew);
        store.get(Key.of(HEARD).bytes()).ifPresent(bytes -> heard = new Decoder(bytes, LAYOUT).number());
    }

    /** Everything in {@code control} up to an offset has come. */
    void hear(long offset) {
        heard = Math.max(heard, offset);
        store.put(Key.of(HEARD).bytes(), new Encoder(LAYOUT).number(heard).toBytes());
    }

    /** Whether the rules that {@code aggregate} counts by have come. */
    boolean knowsTheRules() {
        return counted.values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .allMatch(partition -> partition.rules() <= heard);
    }

    /**
     * Takes in a change of the rules.
     *
     * @param before those that were in force
     * @param version offset of the change in {@code control}
     * @param at its time: milliseconds since 1970-01-01 UTC
     */
    void take(Map<String, Installed> before, Map<String, Installed> rules, long version, long at) {
        Map<String, Beginning> old = new TreeMap<>(beginnings);
        beginnings.clear();
        rules.forEach((id, rule) -> rule.counted().forEach(part -> {
            Optional<Beginning> known = find(old, rule, part);
            Beginning beginning = known.map(kept -> goOn(kept, before.get(id), rule, version, at))
                    .orElseGet(() -> Beginning.at(version, part));
            beginnings.put(name(rule, part.spec()), beginning);
        }));
        someCountAnew = beginnings.values().stream().anyMatch(Beginning::countsAnew);
        old.keySet().stream().filter(name -> !beginnings.containsKey(name)).forEach(gone -> store.delete(key(gone)));
        beginnings.forEach((name, beginning) -> {
            if (!beginning.equals(old.get(name))) store.put(key(name), beginning.encode());
            if (beginning.version() == version) fill(name, beginning);
        });
        unheard.hear(heard);
    }

    /** When a rule began to count something, be it by itself or for one of its parts. */
    private static Optional<Beginning> find(Map<String, Beginning> old, Installed rule, Installed part) {
        String id = rule.rule().id();
        return Stream.of(id, partName(id, part.spec()))
                .flatMap(name -> Optional.ofNullable(old.get(name)).stream())
                .filter(known -> known.spec() == part.spec())
                .findFirst();
    }

    private Beginning goOn(Beginning known, @Nullable Installed before, Installed now, long version, long at) {
        if (before == null) return known;
        // While data time is not known nothing is thrown away.
        OptionalLong time = dataTime.of(before.clock());
        if (time.isEmpty()) return known;
        Beginning kept = known.under(before, now, time.getAsLong());
        OptionalLong until = countedAnewUntil(before, now, known.spec(), at);
        boolean whole = until.isPresent()
                && isSeenEverywhere(kept)
                && kept.isWholeFrom(until.getAsLong())
                && unheard.oldest(now.rule().id()) >= until.getAsLong()
                && Buckets.keptFrom(before, known.spec(), time.getAsLong()) <= until.getAsLong();
        return whole ? known.anew(version, until.getAsLong(), before, now, time.getAsLong()) : kept;
    }

    private static OptionalLong countedAnewUntil(Installed before, Installed now, long spec, long at) {
        return Spec.all(now.rule()).stream()
                .filter(same -> same.hash() == spec)
                .map(same -> Reach.countedAnewUntil(before.rule(), now.rule(), same, at))
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /**
     * Up to when what was counted before a change of the rules is to be thrown away; empty where all is kept.
     *
     * @param spec what is counted for the rule, or for one of its parts
     * @param version offset of the change in {@code control}
     */
    OptionalLong leavesOutUntil(Installed installed, long spec, long version) {
        Beginning beginning = beginnings.get(name(installed, spec));
        return beginning == null || beginning.version() != version || !beginning.countsAnew()
                ? OptionalLong.empty()
                : OptionalLong.of(beginning.anewUntil());
    }

    /** Takes note of a delta that is to be merged. */
    void see(Frame frame, Delta delta) {
        if (frame.getRulesOffset() > heard) unheard.see(delta, frame.getRulesOffset());
    }

    /**
     * Whether a delta does not count, since its records are counted anew.
     *
     * @param rulesOffset offset in {@code control} of the rules that it was counted by
     */
    boolean leavesOut(Installed installed, Delta delta, long rulesOffset) {
        if (!someCountAnew) return false;
        Beginning beginning = beginnings.get(name(installed, delta.getSpec()));
        return beginning != null && beginning.leavesOut(rulesOffset, delta.getBucket());
    }

    /** Takes in by which rules a frame was counted. To be called before {@link DataTime} takes in its cuts. */
    void take(Frame frame) {
        boolean news = false;
        for (Cut cut : frame.getCuts()) {
            Optional<Source> source = dataTime.source(cut.getTopic());
            if (source.isPresent()) news |= take(source.get(), cut, frame.getRulesOffset());
        }
        if (news) beginnings.forEach(this::fill);
    }

    private boolean take(Source source, Cut cut, long rules) {
        int partition = cut.getPartition();
        Map<Integer, Counted> partitions = counted.computeIfAbsent(source, unseen -> new TreeMap<>());
        Counted before = partitions.get(partition);
        if (before != null && before.rules() == rules) return false;
        long from = dataTime.watermark(source, partition).orElse(Beginning.ALWAYS);
        Counted now = new Counted(rules, new Beginning.Start(from, cut.getFromOffset(), Beginning.NOT_NOTED));
        partitions.put(partition, now);
        byte[] key = Key.of(COUNTED).octet(source.ordinal()).time(partition).bytes();
        store.put(key, now.encode());
        return true;
    }

    /** Adds the partitions that have come to be counted by the rule. */
    private void fill(String id, Beginning beginning) {
        boolean news = false;
        for (var entry : counted.getOrDefault(beginning.source(), Map.of()).entrySet()) {
            if (entry.getValue().rules() < beginning.version()) continue;
            news |= beginning
                            .starts()
                            .putIfAbsent(
                                    entry.getKey(),
                                    beginning.begin(entry.getValue().start()))
                    == null;
        }
        if (news) store.put(key(id), beginning.encode());
    }

    /**
     * Whether a slice of earlier records is the next one that a rule in force lacks of a partition. What it does not lack it has
     * counted already.
     *
     * @param warmed what the slice has counted for the rule
     */
    boolean lacks(Installed rule, WarmedRule warmed, Cut slice, WarmUp warmUp) {
        return Optional.ofNullable(beginnings.get(name(rule, warmed.getSpec())))
                .filter(beginning -> beginning.spec() == warmed.getSpec() && beginning.anewUntil() == warmed.getUntil())
                .flatMap(beginning -> Optional.ofNullable(beginning.starts().get(slice.getPartition())))
                .filter(start -> start.isNext(slice.getFromOffset(), warmUp))
                .isPresent();
    }

    /**
     * A slice that a rule has lacked was counted, to its end.
     *
     * @param since event time from which on all slices of the partition have all records: milliseconds since 1970-01-01 UTC
     */
    void warmed(Installed rule, long spec, Cut slice, long since) {
        String name = name(rule, spec);
        Beginning beginning = beginnings.get(name);
        if (beginning == null) return;
        beginning
                .starts()
                .computeIfPresent(slice.getPartition(), (partition, start) -> start.and(slice.getToOffset(), since));
        store.put(key(name), beginning.encode());
    }

    /** @param windowEnd end of a window of the rule, milliseconds since 1970-01-01 UTC */
    boolean isLearning(Installed installed, long windowEnd) {
        for (Installed part : installed.counted()) {
            if (isLearning(installed, part, windowEnd)) return true;
        }
        return false;
    }

    private boolean isLearning(Installed installed, Installed part, long windowEnd) {
        Beginning beginning = beginnings.get(name(installed, part.spec()));
        if (beginning == null || !isSeenEverywhere(beginning)) return true;
        long from = beginning.starts().values().stream()
                .mapToLong(Beginning.Start::from)
                .max()
                .orElse(Beginning.ALWAYS);
        long first = installed.first(windowEnd, part.spec());
        long learned = first - Reach.learnFor(installed.rule());
        return learned - Buckets.STEP < from || first < beginning.keptFrom() || learned < beginning.termsFrom();
    }

    /** A slash is in no rule's id. */
    private static String name(Installed rule, long spec) {
        String id = rule.rule().id();
        return rule.parts().isEmpty() ? id : partName(id, spec);
    }

    private static String partName(String id, long spec) {
        return id + "/" + Long.toHexString(spec);
    }

    private boolean isSeenEverywhere(Beginning beginning) {
        int partitions = dataTime.partitions(beginning.source());
        return partitions > 0 && beginning.starts().size() >= partitions;
    }

    private static byte[] key(String ruleId) {
        return Key.of(RULE).text(ruleId).bytes();
    }
}
