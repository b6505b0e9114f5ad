package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Sending.Progress;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings over the state of releases that knew no groups: each notification told of one alert, and lay beside the alert; what silences
 * held back was kept by episode.
 */
final class OldState {

    private static final byte[] VERSION = Key.of('V').bytes();
    private static final int LAYOUT = 1;

    private static final char SENDING = 'N';
    private static final char OF_EPISODE = 'E';
    private static final char DUE = 'T';
    private static final char MUTED = 'M';
    /** What a silence held back was due then. */
    private static final long HELD = Long.MAX_VALUE - 1;

    private final Routing routing;
    private final OrderedStore store;
    private final Sendings sendings;
    private final Knowledge knowledge;
    private final Kept<Alert> alerts;

    OldState(Routing routing, OrderedStore store, Sendings sendings, Knowledge knowledge) {
        this.routing = routing;
        this.store = store;
        this.sendings = sendings;
        this.knowledge = knowledge;
        this.alerts = Kept.alerts(store);
    }

    /** An alert that nobody was told of. */
    record Untold(Alert alert, Reason news) {}

    /**
     * Brings over what is there, once.
     *
     * @return what a silence or a maintenance window held back
     */
    List<Untold> bringOver(long now) {
        if (store.get(VERSION).isPresent()) return List.of();
        store.put(VERSION, new Encoder(LAYOUT).number(1).toBytes());
        for (var old : entries(SENDING).entrySet()) bringOver(old.getKey(), old.getValue(), now);
        entries(OF_EPISODE).keySet().forEach(key -> store.delete(key.bytes()));
        return untold();
    }

    /** Keys of a table as they are, and values. */
    private Map<Entry, byte[]> entries(char table) {
        Map<Entry, byte[]> entries = new TreeMap<>();
        Key all = Key.of(table);
        store.scan(all.bytes(), all.end(), (key, value) -> {
            entries.put(new Entry(key), value);
            return true;
        });
        return entries;
    }

    /** A key, in the order of its bytes. */
    private record Entry(byte[] bytes) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
    }

    private void bringOver(Entry key, byte[] value, long now) {
        String id = Key.textAt(key.bytes(), 1);
        Decoder in = new Decoder(value, 3);
        String alertId = in.text();
        String episode = in.text();
        String receiver = in.text();
        Reason reason = Reason.valueOf(in.text());
        // Before layout 2 no alert could rise, so that whoever was told knows the worst.
        Severity severity = in.version() < 2 ? Severity.CRITICAL : Severity.valueOf(in.text());
        Progress progress = Progress.valueOf(in.text());
        int attempt = in.integer();
        long dueAt = in.number();
        long since = in.version() < 3 ? 0 : in.number();
        store.delete(key.bytes());
        Item item = new Item(alertId, episode, 0, reason, severity, since, Reader.ANYBODY);
        if (progress == Progress.WAITING) {
            store.delete(Key.of(DUE).time(dueAt).text(id).bytes());
        }
        if (progress == Progress.WAITING || progress == Progress.UNDER_WAY) {
            long due = dueAt == HELD ? now : dueAt;
            Sending sending = new Sending(id, receiver, "", reason, progress, attempt, due, "");
            sendings.begin(sending, notification(id, receiver, reason, attempt, now), List.of(item));
        }
        alerts.remove(id);
        if (!reason.isLast()) know(item, receiver, id, progress);
    }

    private Notification notification(String id, String receiver, Reason reason, int attempt, long now) {
        Alert alert = OpenAlerts.sorted(alerts.get(id));
        return Notification.newBuilder()
                .setId(id)
                .setAttempt(attempt)
                .setReceiver(receiver)
                .setChannel(routing.receiver(receiver).map(Receiver::channel).orElse(""))
                .setReason(reason.words())
                .setAt(now)
                .setGroupLabels(AlertLabels.ofGroup(alert))
                .setAlerts(List.of(alert))
                .build();
    }

    /** What a receiver knows is what it was told with the newest record. */
    private void know(Item item, String receiver, String id, Progress progress) {
        Known known = knowledge.find(item.episodeId(), receiver).orElseGet(() -> Known.nothing(item));
        Known told = item.since() < known.since() ? known : known.told(item, "");
        knowledge.put(item.episodeId(), receiver, told.with(id, progress));
    }

    private List<Untold> untold() {
        List<Untold> untold = new ArrayList<>();
        entries(MUTED).forEach((key, value) -> {
            String kept = "muted/" + Key.textAt(key.bytes(), 1);
            Decoder in = new Decoder(value, 2);
            // Before layout 2 nothing was said of that.
            Reason news = in.version() < 2 ? Reason.BECAME_ACTIVE : Reason.valueOf(in.text());
            untold.add(new Untold(alerts.get(kept), news));
            alerts.remove(kept);
            store.delete(key.bytes());
        });
        return untold;
    }
}
