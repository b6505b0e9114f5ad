package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.ArrayList;
import java.util.List;

/** Who was told that an episode is over: what is retracted afterwards is told to them. Forgotten after two days. */
final class Ended {

    /** Records that are later than that are told of to nobody: milliseconds. */
    private static final long KEPT = 172_800_000;

    private static final int LAYOUT = 2;
    private static final char TOLD = 'L';
    private static final char OVER = 'F';

    private final OrderedStore store;
    private final TimeIndex over;

    Ended(OrderedStore store) {
        this.store = store;
        this.over = new TimeIndex(store, OVER);
    }

    /** Notes what a receiver is told: that it is over. */
    void put(String receiver, Item item, long now) {
        String episodeId = item.episodeId();
        Encoder out = new Encoder(LAYOUT).number(item.since());
        item.reader().encode(out);
        store.put(key(episodeId).text(receiver).bytes(), out.toBytes());
        over.put(now + KEPT, episodeId);
    }

    /**
     * Somebody who was told.
     *
     * @param since number of the record with which the receiver was first told, or told anew
     * @param reader for whom
     */
    record Receipt(String receiver, long since, Reader reader) {}

    /** Whether a receiver was told that an episode is over. */
    boolean knows(String episodeId, String receiver) {
        return store.get(key(episodeId).text(receiver).bytes()).isPresent();
    }

    /** Takes out who was told of an episode, by name. */
    List<Receipt> take(String episodeId) {
        List<Receipt> told = new ArrayList<>();
        List<byte[]> keys = new ArrayList<>();
        Key episode = key(episodeId);
        store.scan(episode.bytes(), episode.end(), (key, value) -> {
            keys.add(key);
            return told.add(receipt(Key.textAt(key, 9), value));
        });
        keys.forEach(store::delete);
        return told;
    }

    private static Receipt receipt(String receiver, byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        return new Receipt(receiver, in.number(), in.version() < 2 ? Reader.ANYBODY : Reader.decode(in));
    }

    /** Forgets whom it was told too long ago. */
    void forget(long now) {
        over.take(now).forEach(this::take);
    }

    private static Key key(String episodeId) {
        return Key.of(TOLD).hash(Long.parseUnsignedLong(episodeId, 16));
    }
}
