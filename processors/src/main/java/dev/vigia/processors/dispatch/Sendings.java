package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Sending.Progress;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Notification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The notifications that are not through, by id, each with its text and what it tells of which episode. Indexes have those that
 * wait, by when they are due, and those that are held, by what holds them.
 */
final class Sendings {

    private static final char SENDING = 'n';
    private static final char ITEM = 'I';
    private static final char DUE = 'T';
    private static final char HELD = 'J';

    private final OrderedStore store;
    private final Kept<Notification> notifications;
    private final TimeIndex waiting;

    Sendings(OrderedStore store) {
        this.store = store;
        this.notifications = Kept.notifications(store);
        this.waiting = new TimeIndex(store, DUE);
    }

    Optional<Sending> find(String id) {
        return store.get(key(id)).map(value -> Sending.decode(id, value));
    }

    /** What a notification tells, by episode. */
    List<Item> items(String id) {
        List<Item> items = new ArrayList<>();
        Key all = Key.of(ITEM).text(id + '\0');
        store.scan(all.bytes(), all.end(), (key, value) -> items.add(Item.decode(value)));
        return items;
    }

    /** As it was sent last; where it was not yet, as it will be. */
    Notification notification(Sending sending) {
        return notifications.get(sending.id());
    }

    void begin(Sending sending, Notification notification, List<Item> items) {
        notifications.put(sending.id(), notification);
        for (Item item : items) add(sending.id(), item);
        write(sending);
    }

    /** Gives a notification another text. */
    void rewrite(Sending sending, Notification notification) {
        notifications.put(sending.id(), notification);
    }

    /** Notes what a notification tells that is not there yet. */
    void add(String id, Item item) {
        store.put(itemKey(id, item.episodeId()), item.encode());
    }

    /** Takes away what a notification tells of an episode. */
    void drop(String id, String episodeId) {
        store.delete(itemKey(id, episodeId));
    }

    void change(Sending before, Sending after) {
        unindex(before);
        write(after);
    }

    void remove(Sending sending) {
        unindex(sending);
        for (Item item : items(sending.id())) store.delete(itemKey(sending.id(), item.episodeId()));
        notifications.remove(sending.id());
        store.delete(key(sending.id()));
    }

    /** Those that are due, the longest due first. */
    List<Sending> due(long now) {
        return found(waiting.due(now));
    }

    /** Those that something holds back, by id. */
    List<Sending> held(Reason reason, String by) {
        return held(Sending.heldBy(reason, by));
    }

    /** All that are held back for a reason. */
    List<Sending> held(Reason reason) {
        return held(reason.name() + '\0');
    }

    private List<Sending> held(String by) {
        List<String> ids = new ArrayList<>();
        Key index = Key.of(HELD).text(by);
        store.scan(index.bytes(), index.end(), (key, value) -> {
            String name = Key.textAt(key, 1);
            return ids.add(name.substring(name.lastIndexOf('\0') + 1));
        });
        return found(ids);
    }

    private List<Sending> found(List<String> ids) {
        return ids.stream().flatMap(id -> find(id).stream()).toList();
    }

    private void write(Sending sending) {
        if (sending.progress() == Progress.WAITING) waiting.put(sending.dueAt(), sending.id());
        if (sending.progress() == Progress.HELD) store.put(heldKey(sending), new byte[] {1});
        store.put(key(sending.id()), sending.encode());
    }

    private void unindex(Sending sending) {
        if (sending.progress() == Progress.WAITING) waiting.remove(sending.dueAt(), sending.id());
        if (sending.progress() == Progress.HELD) store.delete(heldKey(sending));
    }

    private static byte[] key(String id) {
        return Key.of(SENDING).text(id).bytes();
    }

    private static byte[] itemKey(String id, String episodeId) {
        return Key.of(ITEM).text(id + '\0' + episodeId).bytes();
    }

    private static byte[] heldKey(Sending sending) {
        return Key.of(HELD).text(sending.heldBy() + sending.id()).bytes();
    }
}
