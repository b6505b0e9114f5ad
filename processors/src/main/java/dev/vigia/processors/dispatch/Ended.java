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

    private static final int LAYOUT = 1;
    private static final char TOLD = 'L';
    private static final char OVER = 'F';

    private final OrderedStore store;
    private final TimeIndex over;

    Ended(OrderedStore store) {
        this.store = store;
        this.over = new TimeIndex(store, OVER);
    }

    /** @param since number of the record with which the receiver was first told, or told anew */
    void put(String episodeId, String receiver, long since, long now) {
        store.put(
                key(episodeId).text(receiver).bytes(),
                new Encoder(LAYOUT).number(since).toBytes());
        over.put(now + KEPT, episodeId);
    }

    /** Somebody who was told. */
    record Receipt(String receiver, long since) {}

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
            return told.add(new Receipt(Key.textAt(key, 9), new Decoder(value, LAYOUT).number()));
        });
        keys.forEach(store::delete);
        return told;
    }

    /** Forgets whom it was told too long ago. */
    void forget(long now) {
        over.take(now).forEach(this::take);
    }

    private static Key key(String episodeId) {
        return Key.of(TOLD).hash(Long.parseUnsignedLong(episodeId, 16));
    }
}
