package dev.vigia.processors.watch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiConsumer;

/**
 * What is told of what was seen. Metrics are records of {@code metrics}, which are counted, rolled up and watched themselves:
 * so what is well is told once, when it has got well again, and what was counted is told only if it was. What has to be known
 * for that lies in the store.
 */
final class Watching {

    private static final int LAYOUT = 1;

    private static final char COUNTED = 'C';
    private static final char TOLD = 'T';

    /** Things that happened are told by the minute, so that a backlog of them is no burst of now. */
    private static final long MINUTE = 60_000;

    private final OrderedStore store;

    Watching(OrderedStore store) {
        this.store = store;
    }

    /** How often something happened within a minute, and when it did last. */
    private record Count(Figure figure, long number, long newest) {

        byte[] encode() {
            Encoder out = new Encoder(LAYOUT).number(number).number(newest);
            figure.encode(out);
            return out.toBytes();
        }

        static Count decode(byte[] bytes) {
            Decoder in = new Decoder(bytes, LAYOUT);
            long number = in.number();
            long newest = in.number();
            return new Count(Figure.decode(in), number, newest);
        }
    }

    /**
     * Something happened.
     *
     * @param at when: milliseconds since 1970-01-01 UTC
     */
    void count(Figure figure, long at) {
        byte[] key = Key.of(COUNTED)
                .time(Math.floorDiv(at, MINUTE))
                .text(name(figure))
                .bytes();
        Count known = store.get(key).map(Count::decode).orElse(new Count(figure, 0, at));
        store.put(key, new Count(figure, known.number() + 1, Math.max(known.newest(), at)).encode());
    }

    /** What is to be told after a look around. */
    List<Metric> tell(Reading reading) {
        List<Metric> metrics = new ArrayList<>();
        SortedMap<Figure, Double> amiss = reading.amiss();
        takeAll(COUNTED, (key, value) -> {
            Count count = Count.decode(value);
            metrics.add(count.figure().metric(count.number(), count.newest()));
            store.delete(key);
        });
        takeAll(TOLD, (key, value) -> {
            Figure figure = Figure.decode(new Decoder(value, LAYOUT));
            if (!reading.measured().contains(figure.measure()) || amiss.containsKey(figure)) return;
            metrics.add(figure.metric(0, reading.at()));
            store.delete(key);
        });
        amiss.forEach((figure, value) -> {
            metrics.add(figure.metric(value, reading.at()));
            Encoder told = new Encoder(LAYOUT);
            figure.encode(told);
            store.put(Key.of(TOLD).text(name(figure)).bytes(), told.toBytes());
        });
        return metrics;
    }

    private static String name(Figure figure) {
        return figure.measure().name() + figure.attributes();
    }

    /** Goes through the entries as they are now; they may be changed meanwhile. */
    private void takeAll(char table, BiConsumer<byte[], byte[]> action) {
        record Entry(byte[] key, byte[] value) {}
        List<Entry> entries = new ArrayList<>();
        Key all = Key.of(table);
        store.scan(all.bytes(), all.end(), (key, value) -> entries.add(new Entry(key, value)));
        entries.forEach(entry -> action.accept(entry.key(), entry.value()));
    }
}
