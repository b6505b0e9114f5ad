package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The groups that have alerts, which these are, and what of them is still to be told; an index has the groups by when they are due. */
final class Groups {

    private static final int LAYOUT = 1;
    private static final char GROUP = 'G';
    private static final char MEMBER = 'g';
    private static final char NEWS = 'p';
    private static final char OF_EPISODE = 'm';
    private static final char DUE = 'D';
    /**
     * Stands behind a group's news as long as there is the group. A scan of RocksDB goes on to the next key that is there, past all
     * that was deleted: without it, past the news of every group that was told.
     */
    private static final String END_OF_NEWS = "~";

    /** Of a member: layout, and whether it is not over. */
    private static final byte[] BURNS = new Encoder(LAYOUT).flag(true).toBytes();

    private static final byte[] OVER = new Encoder(LAYOUT).flag(false).toBytes();

    private final OrderedStore store;
    private final TimeIndex index;

    Groups(OrderedStore store) {
        this.store = store;
        this.index = new TimeIndex(store, DUE);
    }

    Optional<Group> find(String id) {
        return store.get(key(id)).map(value -> Group.decode(id, value));
    }

    /** Writes a group; one without members is forgotten. */
    void put(Group group) {
        find(group.id())
                .filter(before -> before.dueAt() != Long.MAX_VALUE)
                .ifPresent(before -> index.remove(before.dueAt(), before.id()));
        if (group.members() == 0) {
            store.delete(key(group.id()));
            store.delete(newsKey(group.id(), END_OF_NEWS));
            return;
        }
        if (group.dueAt() != Long.MAX_VALUE) index.put(group.dueAt(), group.id());
        store.put(key(group.id()), group.encode());
    }

    /** The group with an alert in it that burns. */
    Group join(Group group, String episodeId) {
        Optional<byte[]> member = store.get(memberKey(group.id(), episodeId));
        store.put(memberKey(group.id(), episodeId), BURNS);
        store.put(ofEpisodeKey(episodeId, group.id()), new byte[] {1});
        store.put(newsKey(group.id(), END_OF_NEWS), new byte[] {1});
        Group joined = group.with(member.isPresent() ? 0 : 1, member.isPresent() && burns(member.get()) ? 0 : 1);
        put(joined);
        return joined;
    }

    /** Notes that an alert of the group is over. */
    Group end(Group group, String episodeId) {
        byte[] key = memberKey(group.id(), episodeId);
        if (store.get(key).filter(Groups::burns).isEmpty()) return group;
        store.put(key, OVER);
        Group ended = group.with(0, -1);
        put(ended);
        return ended;
    }

    /** The group without an alert. */
    void leave(String id, String episodeId) {
        byte[] key = memberKey(id, episodeId);
        Optional<byte[]> member = store.get(key);
        if (member.isEmpty()) return;
        store.delete(key);
        store.delete(ofEpisodeKey(episodeId, id));
        store.delete(newsKey(id, episodeId));
        find(id).ifPresent(group -> put(group.with(-1, burns(member.get()) ? -1 : 0)));
    }

    private static boolean burns(byte[] member) {
        return new Decoder(member, LAYOUT).flag();
    }

    /** Ids of the groups that an alert is in. */
    List<String> ofEpisode(String episodeId) {
        List<String> ids = new ArrayList<>();
        Key episode = Key.of(OF_EPISODE).text(episodeId);
        store.scan(episode.bytes(), episode.end(), (key, value) -> ids.add(Key.textAt(key, 1 + episodeId.length())));
        return ids;
    }

    /** Goes through the alerts of a group that are not over, by episode, until the visitor has enough. */
    void burning(String id, Predicate<String> visitor) {
        Key members = Key.of(MEMBER).text(id);
        store.scan(
                members.bytes(),
                members.end(),
                (key, value) -> !burns(value) || visitor.test(Key.textAt(key, 1 + id.length())));
    }

    void putNews(String id, String episodeId, Reason news) {
        store.put(newsKey(id, episodeId), new Encoder(LAYOUT).text(news.name()).toBytes());
    }

    Optional<Reason> news(String id, String episodeId) {
        return store.get(newsKey(id, episodeId)).map(Groups::reason);
    }

    void removeNews(String id, String episodeId) {
        store.delete(newsKey(id, episodeId));
    }

    /** Takes out what is new in a group, by episode. */
    NavigableMap<String, Reason> takeNews(String id) {
        NavigableMap<String, Reason> news = new TreeMap<>();
        Key all = Key.of(NEWS).text(id);
        store.scan(all.bytes(), newsKey(id, END_OF_NEWS), (key, value) -> {
            news.put(Key.textAt(key, 1 + id.length()), reason(value));
            return true;
        });
        news.keySet().forEach(episode -> removeNews(id, episode));
        return news;
    }

    private static Reason reason(byte[] value) {
        return Reason.valueOf(new Decoder(value, LAYOUT).text());
    }

    /** Those that are due, the longest due first. */
    List<String> due(long now) {
        return index.due(now);
    }

    private static byte[] key(String id) {
        return Key.of(GROUP).text(id).bytes();
    }

    private static byte[] memberKey(String id, String episodeId) {
        return Key.of(MEMBER).text(id + episodeId).bytes();
    }

    private static byte[] newsKey(String id, String episodeId) {
        return Key.of(NEWS).text(id + episodeId).bytes();
    }

    private static byte[] ofEpisodeKey(String episodeId, String id) {
        return Key.of(OF_EPISODE).text(episodeId + id).bytes();
    }
}
