package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import java.util.List;

/** The episodes that nobody is told of for a time, each with its last record, and an index of them by when that is over. */
final class Snoozes {

    private static final int LAYOUT = 1;
    private static final char SNOOZE = 'Z';
    private static final char OVER = 'O';

    private final OrderedStore store;
    private final Kept<Alert> alerts;
    private final TimeIndex over;

    Snoozes(OrderedStore store) {
        this.store = store;
        this.alerts = Kept.alerts(store);
        this.over = new TimeIndex(store, OVER);
    }

    /** Whether nobody is told of an alert at a time, in milliseconds since 1970-01-01 UTC. */
    static boolean isSnoozed(Alert alert, long now) {
        Long until = alert.getSnoozedUntil();
        return until != null && until > now && alert.getState() != AlertState.INACTIVE;
    }

    /** Takes an alert's newest record. */
    void take(Alert alert, long now) {
        remove(alert.getEpisodeId());
        Long until = alert.getSnoozedUntil();
        if (until == null || !isSnoozed(alert, now)) return;
        store.put(key(alert.getEpisodeId()), new Encoder(LAYOUT).number(until).toBytes());
        over.put(until, alert.getEpisodeId());
        alerts.put(keptId(alert.getEpisodeId()), alert);
    }

    /** Takes out those that are over, the first to be over first. */
    List<Alert> takeOver(long now) {
        List<String> episodes = over.due(now);
        List<Alert> awake =
                episodes.stream().map(episode -> alerts.get(keptId(episode))).toList();
        episodes.forEach(this::remove);
        return awake;
    }

    private void remove(String episodeId) {
        store.get(key(episodeId)).ifPresent(value -> {
            over.remove(new Decoder(value, LAYOUT).number(), episodeId);
            store.delete(key(episodeId));
            alerts.remove(keptId(episodeId));
        });
    }

    /** Unlike the id of any notification. */
    private static String keptId(String episodeId) {
        return "snooze/" + episodeId;
    }

    private static byte[] key(String episodeId) {
        return Key.of(SNOOZE).text(episodeId).bytes();
    }
}
