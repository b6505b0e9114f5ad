package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.List;

/** Alerts that burn and that nobody was told of because of a silence: the last record of each episode. */
final class MutedAlerts {

    private static final Key TABLE = Key.of('M');

    private final OrderedStore store;
    private final KeptAlerts alerts;

    MutedAlerts(OrderedStore store) {
        this.store = store;
        this.alerts = new KeptAlerts(store);
    }

    void put(Alert alert) {
        store.put(TABLE.text(alert.getEpisodeId()).bytes(), new byte[] {1});
        alerts.put(kept(alert.getEpisodeId()), alert);
    }

    /** Takes an episode out. Returns whether it was there. */
    boolean remove(String episodeId) {
        byte[] key = TABLE.text(episodeId).bytes();
        if (store.get(key).isEmpty()) return false;
        store.delete(key);
        alerts.remove(kept(episodeId));
        return true;
    }

    /** All of them, by episode. */
    List<Alert> all() {
        List<String> episodes = new ArrayList<>();
        store.scan(TABLE.bytes(), TABLE.end(), (key, value) -> episodes.add(Key.textAt(key, 1)));
        return episodes.stream().map(episode -> alerts.get(kept(episode))).toList();
    }

    /** Apart from the ids of notifications. */
    private static String kept(String episodeId) {
        return "muted/" + episodeId;
    }
}
