package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What receivers with a digest are to be told: for each the alerts that are on, and those that are over since the last one, with their
 * last records. However often an alert begins and ends, it is one line.
 */
final class DigestTable {

    private static final int LAYOUT = 1;
    private static final char RECEIVER = 'd';
    private static final char LINE = 'l';

    private final OrderedStore store;
    private final Kept<Alert> alerts;

    DigestTable(OrderedStore store) {
        this.store = store;
        this.alerts = Kept.alerts(store);
    }

    /**
     * The digest that is gathered for a receiver.
     *
     * @param id of its notification
     * @param since when the last one was due to be told, or the receiver began to have them: milliseconds since 1970-01-01 UTC; 0
     *     before the first tick
     */
    record Gathered(String receiver, String id, long since) {}

    /** Those that are gathered, by receiver. */
    List<Gathered> all() {
        List<Gathered> all = new ArrayList<>();
        Key table = Key.of(RECEIVER);
        store.scan(table.bytes(), table.end(), (key, value) -> all.add(decode(Key.textAt(key, 1), value)));
        return all;
    }

    /** The one that is gathered; it begins where there is none. */
    Gathered gathered(String receiver, long now) {
        return store.get(key(receiver)).map(value -> decode(receiver, value)).orElseGet(() -> begin(receiver, now));
    }

    /** Begins the next one. */
    Gathered begin(String receiver, long now) {
        Gathered begun = new Gathered(receiver, Ids.of("digest", receiver, Long.toString(now)), now);
        put(begun);
        return begun;
    }

    void put(Gathered gathered) {
        byte[] value =
                new Encoder(LAYOUT).text(gathered.id()).number(gathered.since()).toBytes();
        store.put(key(gathered.receiver()), value);
    }

    /** Forgets a receiver with all that was gathered. */
    void remove(String receiver) {
        lines(receiver).forEach(line -> remove(receiver, line));
        store.delete(key(receiver));
    }

    /**
     * Takes news of an alert.
     *
     * @return whether it is to be told; not where an alert was none of which nobody has read
     */
    boolean take(String receiver, Alert alert, Reason reason, Decision.About about) {
        Optional<DigestLine> before = find(receiver, alert.getAlertId());
        if (reason == Reason.RETRACTED && before.filter(DigestLine::isUntold).isPresent()) {
            remove(receiver, before.orElseThrow());
            return false;
        }
        put(receiver, before.orElseGet(() -> DigestLine.of(about)).with(about, reason));
        alerts.put(alertKey(receiver, alert.getAlertId()), OpenAlerts.sorted(alert));
        return true;
    }

    /** A receiver's lines, by alert. */
    List<DigestLine> lines(String receiver) {
        List<DigestLine> lines = new ArrayList<>();
        Key all = Key.of(LINE).text(receiver + '\0');
        int name = all.bytes().length;
        store.scan(all.bytes(), all.end(), (key, value) -> lines.add(DigestLine.decode(Key.textAt(key, name), value)));
        return lines;
    }

    /** Those that a digest tells that is under way. */
    List<DigestLine> toldBy(String receiver, String digestId) {
        return lines(receiver).stream()
                .filter(line -> line.digestId().equals(digestId))
                .toList();
    }

    /** The record with which a line came. */
    Alert alert(String receiver, DigestLine line) {
        return OpenAlerts.sorted(alerts.get(alertKey(receiver, line.about().alertId())));
    }

    private Optional<DigestLine> find(String receiver, String alertId) {
        return store.get(lineKey(receiver, alertId)).map(value -> DigestLine.decode(alertId, value));
    }

    void put(String receiver, DigestLine line) {
        store.put(lineKey(receiver, line.about().alertId()), line.encode());
    }

    /** Takes that a digest has arrived, or counts as if it had. */
    void arrived(String receiver, String digestId) {
        for (DigestLine line : toldBy(receiver, digestId)) {
            line.arrived().ifPresentOrElse(left -> put(receiver, left), () -> remove(receiver, line));
        }
    }

    /** Takes that a digest never will arrive: the next one tells what it told. */
    void lost(String receiver, String digestId) {
        for (DigestLine line : toldBy(receiver, digestId)) put(receiver, line.lost());
    }

    /** Takes that another notification is sent in the place of one. */
    void moved(String receiver, String digestId, String other) {
        for (DigestLine line : toldBy(receiver, digestId)) put(receiver, line.movedTo(other));
    }

    private void remove(String receiver, DigestLine line) {
        store.delete(lineKey(receiver, line.about().alertId()));
        alerts.remove(alertKey(receiver, line.about().alertId()));
    }

    private static Gathered decode(String receiver, byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        return new Gathered(receiver, in.text(), in.number());
    }

    private static byte[] key(String receiver) {
        return Key.of(RECEIVER).text(receiver).bytes();
    }

    private static byte[] lineKey(String receiver, String alertId) {
        return Key.of(LINE).text(receiver + '\0' + alertId).bytes();
    }

    /** Unlike the id of any notification, and of any alert that is open. */
    private static String alertKey(String receiver, String alertId) {
        return "digest/" + receiver + "/" + alertId;
    }
}
