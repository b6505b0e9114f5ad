package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the pieces of frames have brought until the last piece is there. Each instance of {@code aggregate} has input
 * partitions of its own, so the first cut says whose piece it is; between two of them may lie what others wrote.
 */
final class Pieces {

    private static final int LAYOUT = 1;
    private static final char PIECE = 'P';

    private final OrderedStore store;
    /** Whose last piece is still to come; spares the look into the store for nearly all frames. */
    private final Set<Long> waiting = new HashSet<>();

    Pieces(OrderedStore store) {
        this.store = store;
        Key table = Key.of(PIECE);
        store.scan(table.bytes(), table.end(), (key, value) -> {
            waiting.add(Key.hashAt(key, 1));
            return true;
        });
    }

    /** Puts away what a piece has brought that is not the last. */
    void keep(Frame piece, News news) {
        long writer = writer(piece);
        waiting.add(writer);
        news.forEach((alert, buckets) -> {
            byte[] key = Key.of(PIECE).hash(writer).hash(alert).bytes();
            NavigableSet<Long> all = new TreeSet<>(buckets);
            store.get(key).ifPresent(before -> all.addAll(decode(before)));
            store.put(key, encode(all));
        });
    }

    /** Adds to the news of the last piece what those before it have brought. */
    void complete(Frame last, News news) {
        if (waiting.isEmpty()) return;
        long writer = writer(last);
        if (!waiting.remove(writer)) return;
        List<byte[]> keys = new ArrayList<>();
        Key table = Key.of(PIECE).hash(writer);
        store.scan(table.bytes(), table.end(), (key, value) -> {
            for (long bucket : decode(value)) news.add(Key.hashAt(key, 9), bucket);
            return keys.add(key);
        });
        keys.forEach(store::delete);
    }

    private static byte[] encode(Collection<Long> buckets) {
        Encoder out = new Encoder(LAYOUT).number(buckets.size());
        buckets.forEach(out::number);
        return out.toBytes();
    }

    private static List<Long> decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        List<Long> buckets = new ArrayList<>();
        for (int i = in.integer(); i > 0; i--) buckets.add(in.number());
        return buckets;
    }

    private static long writer(Frame frame) {
        Cut first = frame.getCuts().get(0);
        return Heads.number(Ids.of(first.getTopic(), Integer.toString(first.getPartition())));
    }
}
