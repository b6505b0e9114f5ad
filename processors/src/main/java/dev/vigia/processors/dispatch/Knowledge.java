package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Who knows what of the episodes that are on, by episode and receiver; an index has what receivers are to be told as soon as they are
 * well.
 */
final class Knowledge {

    private static final char KNOWN = 'K';
    private static final char CATCH_UP = 'P';

    private final OrderedStore store;

    Knowledge(OrderedStore store) {
        this.store = store;
    }

    Optional<Known> find(String episodeId, String receiver) {
        return store.get(key(episodeId, receiver)).map(Known::decode);
    }

    /** By the name of the receiver. */
    NavigableMap<String, Known> ofEpisode(String episodeId) {
        NavigableMap<String, Known> known = new TreeMap<>();
        Key episode = episode(episodeId);
        store.scan(episode.bytes(), episode.end(), (key, value) -> {
            known.put(Key.textAt(key, 9), Known.decode(value));
            return true;
        });
        return known;
    }

    /** Whether somebody knows of an episode by a group. */
    boolean isBy(String group, String episodeId) {
        return ofEpisode(episodeId).values().stream()
                .anyMatch(known -> known.group().equals(group));
    }

    /** Episodes that a receiver is to be told of as soon as it is well. */
    List<String> toCatchUp(String receiver) {
        List<String> episodes = new ArrayList<>();
        Key index = Key.of(CATCH_UP).text(receiver + '\0');
        int name = index.bytes().length;
        store.scan(index.bytes(), index.end(), (key, value) -> episodes.add(Key.textAt(key, name)));
        return episodes;
    }

    void put(String episodeId, String receiver, Known known) {
        if (known.isNothing()) {
            remove(episodeId, receiver);
            return;
        }
        boolean before = isToCatchUp(episodeId, receiver);
        store.put(key(episodeId, receiver), known.encode());
        byte[] index = catchUpKey(episodeId, receiver);
        if (known.isToCatchUp() && !before) store.put(index, new byte[] {1});
        if (before && !known.isToCatchUp()) store.delete(index);
    }

    private boolean isToCatchUp(String episodeId, String receiver) {
        return find(episodeId, receiver).filter(Known::isToCatchUp).isPresent();
    }

    /** Where the receiver still awaits a notification, notes what became of it. */
    void change(Item item, String receiver, String notificationId, UnaryOperator<Known> change) {
        find(item.episodeId(), receiver)
                .filter(known -> known.awaits(notificationId))
                .ifPresent(known -> put(item.episodeId(), receiver, change.apply(known)));
    }

    void remove(String episodeId, String receiver) {
        if (isToCatchUp(episodeId, receiver)) store.delete(catchUpKey(episodeId, receiver));
        store.delete(key(episodeId, receiver));
    }

    private static byte[] key(String episodeId, String receiver) {
        return episode(episodeId).text(receiver).bytes();
    }

    private static byte[] catchUpKey(String episodeId, String receiver) {
        return Key.of(CATCH_UP).text(receiver + '\0' + episodeId).bytes();
    }

    private static Key episode(String episodeId) {
        return Key.of(KNOWN).hash(Long.parseUnsignedLong(episodeId, 16));
    }
}
