package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Reach;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
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
 * <p>A rule that keeps its spec goes on where it is. If it looks further back than before, it learns in windows that reach back
 * behind the buckets that were still kept, and for {@code learn_for} if it has to know groups for longer.
 *
 * <p>{@code aggregate} reads the rules from {@code control} itself, so its frames may be here before the rules are.
 */
final class Learning {

    private static final int LAYOUT = 2;
    private static final char RULE = 'L';
    private static final char COUNTED = 'C';
    private static final char HEARD = 'H';

    private static final long ALWAYS = Long.MIN_VALUE;

    private final OrderedStore store;
    private final DataTime dataTime;
    /** By rule id; of a rule of parts, by rule id and spec. */
    private final Map<String, Beginning> beginnings = new TreeMap<>();
    /** By partition. */
    private final Map<Source, Map<Integer, Counted>> counted = new EnumMap<>(Source.class);
    /** Offset in {@code control} of what came from there last. */
    private long heard = -1;

    /**
     * By which rules a partition is counted.
     *
     * @param rules their offset in {@code control}
     * @param from the watermark before, milliseconds since 1970-01-01 UTC; {@code ALWAYS} from the first record on
     */
    private record Counted(long rules, long from) {

        byte[] encode() {
            return new Encoder(LAYOUT).number(rules).number(from).toBytes();
        }

        static Counted decode(byte[] bytes) {
            Decoder in = new Decoder(bytes, LAYOUT);
            return new Counted(in.number(), in.number());
        }
    }

    /**
     * When a spec came into force: at which offset of {@code control}, and each partition's watermark before. Times are event time
     * in milliseconds since 1970-01-01 UTC, {@code ALWAYS} where nothing was thrown away.
     *
     * @param keptFrom first instant of which the buckets were kept when the rule came to look further back
     * @param termsFrom when it came to know groups for longer
     */
    private record Beginning(
            Source source, long spec, long version, Map<Integer, Long> watermarks, long keptFrom, long termsFrom) {

        static Beginning at(long version, Installed installed) {
            return new Beginning(installed.rule().source(), installed.spec(), version, new TreeMap<>(), ALWAYS, ALWAYS);
        }

        /** The same with a rule in place of another that counts the same. */
        Beginning under(Installed before, Installed now, long dataTime) {
            boolean reachesOn = now.keeps(spec) > before.keeps(spec);
            boolean remembersMore = Reach.memory(now.rule()) > Reach.memory(before.rule());
            return new Beginning(
                    source,
                    spec,
                    version,
                    watermarks,
                    reachesOn ? Math.max(keptFrom, Buckets.keptFrom(before, spec, dataTime)) : keptFrom,
                    remembersMore ? dataTime : termsFrom);
        }

        byte[] encode() {
            Encoder out = new Encoder(LAYOUT).text(source.name()).number(spec).number(version);
            out.number(keptFrom).number(termsFrom);
            out.number(watermarks.size());
            watermarks.forEach((partition, watermark) -> out.number(partition).number(watermark));
            return out.toBytes();
        }

        static Beginning decode(byte[] bytes) {
            Decoder in = new Decoder(bytes, LAYOUT);
            Source source = Source.valueOf(in.text());
            long spec = in.number();
            long version = in.number();
            boolean noted = in.version() > 1;
            long keptFrom = noted ? in.number() : ALWAYS;
            long termsFrom = noted ? in.number() : ALWAYS;
            Beginning beginning = new Beginning(source, spec, version, new TreeMap<>(), keptFrom, termsFrom);
            for (int i = in.integer(); i > 0; i--) beginning.watermarks.put(in.integer(), in.number());
            return beginning;
        }
    }

    Learning(OrderedStore store, DataTime dataTime) {
        this.store = store;
        this.dataTime = dataTime;
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
     */
    void take(Map<String, Installed> before, Map<String, Installed> rules, long version) {
        Map<String, Beginning> old = new TreeMap<>(beginnings);
        beginnings.clear();
        rules.forEach((id, rule) -> rule.counted().forEach(part -> {
            Optional<Beginning> known = find(old, rule, part);
            Beginning beginning =
                    known.map(kept -> goOn(kept, before.get(id), rule)).orElseGet(() -> Beginning.at(version, part));
            beginnings.put(name(rule, part), beginning);
        }));
        old.keySet().stream().filter(name -> !beginnings.containsKey(name)).forEach(gone -> store.delete(key(gone)));
        beginnings.forEach((name, beginning) -> {
            if (!beginning.equals(old.get(name))) store.put(key(name), beginning.encode());
            if (beginning.version() == version) fill(name, beginning);
        });
    }

    /** When a rule began to count something, be it by itself or for one of its parts. */
    private static Optional<Beginning> find(Map<String, Beginning> old, Installed rule, Installed part) {
        String id = rule.rule().id();
        return Stream.of(id, partName(id, part))
                .flatMap(name -> Optional.ofNullable(old.get(name)).stream())
                .filter(known -> known.spec() == part.spec())
                .findFirst();
    }

    private Beginning goOn(Beginning known, @Nullable Installed before, Installed now) {
        if (before == null) return known;
        // While data time is not known nothing is thrown away.
        OptionalLong time = dataTime.of(before.clock());
        return time.isPresent() ? known.under(before, now, time.getAsLong()) : known;
    }

    /** Takes in by which rules a frame was counted. To be called before {@link DataTime} takes in its cuts. */
    void take(Frame frame) {
        boolean news = false;
        for (Cut cut : frame.getCuts()) {
            Optional<Source> source = dataTime.source(cut.getTopic());
            if (source.isPresent()) news |= take(source.get(), cut.getPartition(), frame.getRulesOffset());
        }
        if (news) beginnings.forEach(this::fill);
    }

    private boolean take(Source source, int partition, long rules) {
        Map<Integer, Counted> partitions = counted.computeIfAbsent(source, unseen -> new TreeMap<>());
        Counted before = partitions.get(partition);
        if (before != null && before.rules() == rules) return false;
        Counted now = new Counted(rules, dataTime.watermark(source, partition).orElse(ALWAYS));
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
                            .watermarks()
                            .putIfAbsent(entry.getKey(), entry.getValue().from())
                    == null;
        }
        if (news) store.put(key(id), beginning.encode());
    }

    /** @param windowEnd end of a window of the rule, milliseconds since 1970-01-01 UTC */
    boolean isLearning(Installed installed, long windowEnd) {
        for (Installed part : installed.counted()) {
            if (isLearning(installed, part, windowEnd)) return true;
        }
        return false;
    }

    private boolean isLearning(Installed installed, Installed part, long windowEnd) {
        Beginning beginning = beginnings.get(name(installed, part));
        if (beginning == null || !isSeenEverywhere(beginning)) return true;
        long from = beginning.watermarks().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(ALWAYS);
        long first = installed.first(windowEnd, part.spec());
        long learned = first - Reach.learnFor(installed.rule());
        return learned - Buckets.STEP < from || first < beginning.keptFrom() || learned < beginning.termsFrom();
    }

    /** A slash is in no rule's id. */
    private static String name(Installed rule, Installed part) {
        String id = rule.rule().id();
        return rule.parts().isEmpty() ? id : partName(id, part);
    }

    private static String partName(String id, Installed part) {
        return id + "/" + Long.toHexString(part.spec());
    }

    private boolean isSeenEverywhere(Beginning beginning) {
        int partitions = dataTime.partitions(beginning.source());
        return partitions > 0 && beginning.watermarks().size() >= partitions;
    }

    private static byte[] key(String ruleId) {
        return Key.of(RULE).text(ruleId).bytes();
    }
}
