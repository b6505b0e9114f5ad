package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import java.util.Optional;
import java.util.TreeMap;

/** The newest record of each episode that is in a group. */
final class OpenAlerts {

    private final Kept<Alert> alerts;

    OpenAlerts(OrderedStore store) {
        this.alerts = Kept.alerts(store);
    }

    void put(Alert alert) {
        alerts.put(id(alert.getEpisodeId()), sorted(alert));
    }

    Optional<Alert> find(String episodeId) {
        return alerts.find(id(episodeId)).map(OpenAlerts::sorted);
    }

    void remove(String episodeId) {
        alerts.remove(id(episodeId));
    }

    /** Unlike the id of any notification. */
    private static String id(String episodeId) {
        return "open/" + episodeId;
    }

    /** Avro reads maps into hash maps; ours are written in the order of their keys. */
    static Alert sorted(Alert alert) {
        return Alert.newBuilder(alert)
                .setGroup(new TreeMap<>(alert.getGroup()))
                .setLabels(new TreeMap<>(alert.getLabels()))
                .setAnnotations(new TreeMap<>(alert.getAnnotations()))
                .build();
    }
}
