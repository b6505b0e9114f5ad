package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which rules have not covered a whole window yet. {@code aggregate} counts for a new spec from some record on, another one
 * in each partition; a window that reaches back behind that is only partly known. So a rule learns until a frame under
 * its spec was seen from each partition of its source, and data time is a window and a bucket past the last of their
 * watermarks. A rule that keeps its spec goes on where it is.
 */
final class Learning {

    private static final int LAYOUT = 1;
    private static final char RULE = 'L';

    private final OrderedStore store;
    private final DataTime dataTime;
    /** By rule id. */
    private final Map<String, Beginning> beginnings = new TreeMap<>();

    /** When a spec came into force: at which offset of {@code control}, and the first watermark of each partition after. */
    private record Beginning(Source source, long spec, long version, Map<Integer, Long> watermarks) {

        byte[] encode() {
            Encoder out = new Encoder(LAYOUT).text(source.name()).number(spec).number(version);
            out.number(watermarks.size());
            watermarks.forEach((partition, watermark) -> out.number(partition).number(watermark));
            return out.toBytes();
        }

        static Beginning decode(byte[] bytes) {
            Decoder in = new Decoder(bytes, LAYOUT);
            Source source = Source.valueOf(in.text());
            Beginning beginning = new Beginning(source, in.number(), in.number(), new TreeMap<>());
            for (int i = in.integer(); i > 0; i--) beginning.watermarks.put(in.integer(), in.number());
            return beginning;
        }
    }

    Learning(OrderedStore store, DataTime dataTime) {
        this.store = store;
        this.dataTime = dataTime;
        Key table = Key.of(RULE);
        store.scan(table.bytes(), table.end(), (key, value) -> {
            beginnings.put(Key.textAt(key, 1), Beginning.decode(value));
            return true;
        });
    }

    /** Takes in a change of the rules at an offset of {@code control}. */
    void take(Map<String, Installed> rules, long version) {
        for (String gone : beginnings.keySet().stream()
                .filter(id -> !rules.containsKey(id))
                .sorted()
                .toList()) {
            beginnings.remove(gone);
            store.delete(key(gone));
        }
        rules.forEach((id, installed) -> {
            Beginning known = beginnings.get(id);
            if (known != null && known.spec() == installed.spec()) return;
            put(id, new Beginning(installed.rule().source(), installed.spec(), version, new TreeMap<>()));
        });
    }

    /** Takes in what the cuts of a frame say. Costs nothing once every rule was seen in every partition. */
    void take(Frame frame) {
        for (var entry : beginnings.entrySet()) {
            Beginning beginning = entry.getValue();
            if (isSeenEverywhere(beginning) || frame.getRulesOffset() < beginning.version()) continue;
            boolean news = false;
            for (Cut cut : frame.getCuts()) {
                if (dataTime.source(cut.getTopic())
                        .filter(beginning.source()::equals)
                        .isEmpty()) continue;
                news |= beginning.watermarks().putIfAbsent(cut.getPartition(), cut.getWatermark()) == null;
            }
            if (news) store.put(key(entry.getKey()), beginning.encode());
        }
    }

    boolean isLearning(Installed installed) {
        Beginning beginning = beginnings.get(installed.rule().id());
        if (beginning == null || !isSeenEverywhere(beginning)) return true;
        long from = beginning.watermarks().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(Long.MIN_VALUE);
        OptionalLong now = dataTime.of(beginning.source());
        return now.isEmpty() || now.getAsLong() < from + installed.window() + Buckets.STEP;
    }

    private boolean isSeenEverywhere(Beginning beginning) {
        int partitions = dataTime.partitions(beginning.source());
        return partitions > 0 && beginning.watermarks().size() >= partitions;
    }

    private void put(String ruleId, Beginning beginning) {
        beginnings.put(ruleId, beginning);
        store.put(key(ruleId), beginning.encode());
    }

    private static byte[] key(String ruleId) {
        return Key.of(RULE).text(ruleId).bytes();
    }
}
