package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Sending.Progress;
import dev.vigia.processors.dispatch.Sending.Subject;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The notifications that are not through, by id, and those that told of an episode that is still on. Beside each that may
 * be sent again lies its alert; an index has those that wait, by when they are due.
 */
final class Sendings {

    private static final char SENDING = 'N';
    private static final char EPISODE = 'E';
    private static final char DUE = 'T';
    /** Later than any tick: when what a silence holds back is due. */
    static final long HELD = Long.MAX_VALUE - 1;

    private static final int INDEX_LAYOUT = 2;

    private final OrderedStore store;
    private final KeptAlerts alerts;

    Sendings(OrderedStore store) {
        this.store = store;
        this.alerts = new KeptAlerts(store);
    }

    Optional<Sending> find(String notificationId) {
        return store.get(key(notificationId)).map(Sending::decode);
    }

    /** Those that told of an episode while it was on, by receiver. */
    NavigableMap<String, List<Sending>> ofEpisode(String episodeId) {
        List<String> ids = new ArrayList<>();
        Key episode = Key.of(EPISODE).hash(Long.parseUnsignedLong(episodeId, 16));
        store.scan(
                episode.bytes(),
                episode.end(),
                (key, value) -> ids.add(
                        value[0] < INDEX_LAYOUT
                                ? named(episodeId, Key.textAt(key, 9)).notificationId()
                                : new Decoder(value, INDEX_LAYOUT).text()));
        NavigableMap<String, List<Sending>> told = new TreeMap<>();
        for (String id : ids) {
            find(id).ifPresent(
                            sending -> told.computeIfAbsent(sending.subject().receiver(), unseen -> new ArrayList<>())
                                    .add(sending));
        }
        return told;
    }

    /** What told of an episode is found by its receiver and, where the alert rose, the severity; also by why, and by the record. */
    private static String name(Subject subject) {
        String name = subject.reason() == Reason.SEVERITY_ROSE
                ? subject.receiver() + "/" + subject.severity().name()
                : subject.receiver();
        return subject.since() == 0 ? name : name + "/" + subject.reason() + "/" + subject.since();
    }

    /** Before layout 2 of the index the name was all that there was. */
    private static Subject named(String episodeId, String name) {
        int slash = name.indexOf('/');
        if (slash < 0) return new Subject("", episodeId, name, Reason.BECAME_ACTIVE, Severity.CRITICAL, 0);
        Severity severity = Severity.valueOf(name.substring(slash + 1));
        return new Subject("", episodeId, name.substring(0, slash), Reason.SEVERITY_ROSE, severity, 0);
    }

    /** Those that are due, the longest due first. */
    List<Sending> due(long now) {
        List<String> ids = new ArrayList<>();
        Key index = Key.of(DUE);
        store.scan(index.bytes(), index.time(now + 1).bytes(), (key, value) -> ids.add(Key.textAt(key, 9)));
        return ids.stream().flatMap(id -> find(id).stream()).toList();
    }

    /** Those that wait for the end of a silence. */
    List<Sending> held() {
        List<String> ids = new ArrayList<>();
        Key held = Key.of(DUE).time(HELD);
        store.scan(held.bytes(), held.end(), (key, value) -> ids.add(Key.textAt(key, 9)));
        return ids.stream().flatMap(id -> find(id).stream()).toList();
    }

    /** The alert that a notification tells of. */
    Alert alert(Sending sending) {
        return alerts.get(sending.subject().notificationId());
    }

    void begin(Sending sending, Alert alert) {
        alerts.put(sending.subject().notificationId(), alert);
        if (!sending.subject().reason().isLast()) {
            String id = sending.subject().notificationId();
            store.put(episodeKey(sending), new Encoder(INDEX_LAYOUT).text(id).toBytes());
        }
        write(sending);
    }

    void change(Sending before, Sending after) {
        if (before.progress() == Progress.WAITING) store.delete(dueKey(before));
        if (after.progress() == Progress.WAITING) store.put(dueKey(after), new byte[] {1});
        if (after.progress() == Progress.DELIVERED || after.progress() == Progress.FAILED) {
            alerts.remove(after.subject().notificationId());
        }
        write(after);
    }

    void remove(Sending sending) {
        String id = sending.subject().notificationId();
        if (sending.progress() == Progress.WAITING) store.delete(dueKey(sending));
        if (!sending.subject().reason().isLast()) store.delete(episodeKey(sending));
        alerts.remove(id);
        store.delete(key(id));
    }

    private void write(Sending sending) {
        store.put(key(sending.subject().notificationId()), sending.encode());
    }

    private static byte[] key(String notificationId) {
        return Key.of(SENDING).text(notificationId).bytes();
    }

    private static byte[] episodeKey(Sending sending) {
        long episode = Long.parseUnsignedLong(sending.subject().episodeId(), 16);
        return Key.of(EPISODE).hash(episode).text(name(sending.subject())).bytes();
    }

    private static byte[] dueKey(Sending sending) {
        return Key.of(DUE)
                .time(sending.dueAt())
                .text(sending.subject().notificationId())
                .bytes();
    }
}
