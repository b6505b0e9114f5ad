package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Alerts that burn and that nobody was told of because of a silence: the last record of each episode. */
final class MutedAlerts {

    private static final int LAYOUT = 2;
    private static final Key TABLE = Key.of('M');

    private final OrderedStore store;
    private final KeptAlerts alerts;

    MutedAlerts(OrderedStore store) {
        this.store = store;
        this.alerts = new KeptAlerts(store);
    }

    /** @param news what would have been told */
    void put(Alert alert, Reason news) {
        byte[] value = new Encoder(LAYOUT).text(news.name()).toBytes();
        store.put(TABLE.text(alert.getEpisodeId()).bytes(), value);
        alerts.put(kept(alert.getEpisodeId()), alert);
    }

    /** Takes an episode out. Returns what would have been told; empty when it was not there. */
    Optional<Reason> take(String episodeId) {
        byte[] key = TABLE.text(episodeId).bytes();
        Optional<Reason> news = store.get(key).map(MutedAlerts::news);
        if (news.isPresent()) {
            store.delete(key);
            alerts.remove(kept(episodeId));
        }
        return news;
    }

    /** Before layout 2 nothing was said of that. */
    private static Reason news(byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        return in.version() < 2 ? Reason.BECAME_ACTIVE : Reason.valueOf(in.text());
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
