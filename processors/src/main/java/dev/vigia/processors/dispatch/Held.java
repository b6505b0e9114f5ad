package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What gates hold back, by episode, with indexes by what holds it and by when that is over. */
final class Held {

    private static final int LAYOUT = 1;
    private static final char ENTRY = 'e';
    private static final char BY = 'h';
    private static final char UNTIL = 'u';

    private final OrderedStore store;
    private final TimeIndex timed;

    Held(OrderedStore store) {
        this.store = store;
        this.timed = new TimeIndex(store, UNTIL);
    }

    /**
     * Untold news of an episode.
     *
     * @param group id of the group in which it would be told
     * @param receiver the one it is held back from; empty for all
     */
    record Entry(String episodeId, String group, String receiver, Reason news, Gate.Shut shut) {

        private String name() {
            return String.join("\0", episodeId, group, receiver);
        }
    }

    /** Holds back in place of what was held back of the same. */
    void put(Entry entry) {
        find(entry.episodeId(), entry.group(), entry.receiver()).forEach(this::remove);
        Encoder out = new Encoder(LAYOUT)
                .text(entry.news().name())
                .text(entry.shut().reason().name())
                .text(entry.shut().by())
                .number(entry.shut().until().orElse(0));
        store.put(key(entry), out.toBytes());
        Gate.Shut shut = entry.shut();
        if (shut.isTimed()) timed.put(shut.until().orElseThrow(), entry.name());
        else store.put(byKey(entry), new byte[] {1});
    }

    void remove(Entry entry) {
        store.delete(key(entry));
        Gate.Shut shut = entry.shut();
        if (shut.isTimed()) timed.remove(shut.until().orElseThrow(), entry.name());
        else store.delete(byKey(entry));
    }

    List<Entry> ofEpisode(String episodeId) {
        return scan(Key.of(ENTRY).text(episodeId + '\0'));
    }

    boolean holds(String episodeId, String group) {
        return !scan(Key.of(ENTRY).text(episodeId + '\0' + group + '\0')).isEmpty();
    }

    /** What is held back by one thing, for instance a silence. */
    List<Entry> by(Reason reason, String by) {
        return indexed(Key.of(BY).text(reason.name() + '\0' + by + '\0'));
    }

    /** What is held back for a reason. */
    List<Entry> by(Reason reason) {
        return indexed(Key.of(BY).text(reason.name() + '\0'));
    }

    /** What is held back until a time that has come, the first to open first. */
    List<Entry> over(long now) {
        return named(timed.due(now));
    }

    private List<Entry> indexed(Key prefix) {
        List<String> names = new ArrayList<>();
        store.scan(prefix.bytes(), prefix.end(), (key, value) -> {
            String[] parts = Key.textAt(key, 1).split("\0", -1);
            int last = parts.length - 1;
            return names.add(String.join("\0", parts[last - 2], parts[last - 1], parts[last]));
        });
        return named(names);
    }

    private List<Entry> named(List<String> names) {
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            String[] parts = name.split("\0", -1);
            entries.addAll(find(parts[0], parts[1], parts[2]));
        }
        return entries;
    }

    private List<Entry> find(String episodeId, String group, String receiver) {
        String name = String.join("\0", episodeId, group, receiver);
        return store.get(Key.of(ENTRY).text(name).bytes())
                .map(value -> List.of(decode(name, value)))
                .orElse(List.of());
    }

    private List<Entry> scan(Key prefix) {
        List<Entry> entries = new ArrayList<>();
        store.scan(prefix.bytes(), prefix.end(), (key, value) -> entries.add(decode(Key.textAt(key, 1), value)));
        return entries;
    }

    private static Entry decode(String name, byte[] value) {
        String[] parts = name.split("\0", -1);
        Decoder in = new Decoder(value, LAYOUT);
        Reason news = Reason.valueOf(in.text());
        Reason reason = Reason.valueOf(in.text());
        String by = in.text();
        long until = in.number();
        OptionalLong end = until == 0 ? OptionalLong.empty() : OptionalLong.of(until);
        return new Entry(parts[0], parts[1], parts[2], news, new Gate.Shut(reason, by, end));
    }

    private static byte[] key(Entry entry) {
        return Key.of(ENTRY).text(entry.name()).bytes();
    }

    private static byte[] byKey(Entry entry) {
        Gate.Shut shut = entry.shut();
        return Key.of(BY)
                .text(String.join("\0", shut.reason().name(), shut.by(), entry.name()))
                .bytes();
    }
}
