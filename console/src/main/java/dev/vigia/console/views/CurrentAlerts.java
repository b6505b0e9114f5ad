package dev.vigia.console.views;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last state of each alert, fed by {@code alerts.current} and by {@code alerts}, whichever comes first. Of alerts that
 * are over, the oldest are left out beyond a bound. Thread-safe.
 */
public final class CurrentAlerts {

    private final int maxAlerts;
    private final Map<String, Alert> byId = new LinkedHashMap<>();

    public CurrentAlerts(int maxAlerts) {
        this.maxAlerts = maxAlerts;
    }

    /** Takes a record of {@code alerts.current} or {@code alerts}. */
    public synchronized void accept(Received<Alert> received) {
        if (received.value().isEmpty()) {
            byId.remove(received.key());
            return;
        }
        Alert alert = received.value().get();
        Alert known = byId.get(alert.getAlertId());
        if (known != null && !follows(known, alert)) return;
        byId.remove(alert.getAlertId());
        byId.put(alert.getAlertId(), alert);
        if (byId.size() > maxAlerts) dropOldest();
    }

    public synchronized Optional<Alert> get(String alertId) {
        return Optional.ofNullable(byId.get(alertId));
    }

    /** Whether an alert is in an episode, and that is not over. */
    public synchronized boolean isOpen(String alertId, String episodeId) {
        Alert alert = byId.get(alertId);
        return alert != null && alert.getEpisodeId().equals(episodeId) && alert.getState() != AlertState.INACTIVE;
    }

    /** Whether an alert is on; false for one that there is not. */
    public synchronized boolean isOn(String alertId) {
        Alert alert = byId.get(alertId);
        return alert != null && isOn(alert);
    }

    /** All of them, the one that changed last first. */
    public synchronized List<Alert> all() {
        List<Alert> all = new ArrayList<>(byId.values());
        Collections.reverse(all);
        return all;
    }

    /** Those that are on, the one that changed last first. */
    public List<Alert> on() {
        return all().stream().filter(CurrentAlerts::isOn).toList();
    }

    private static boolean isOn(Alert alert) {
        return alert.getState() == AlertState.ACTIVE || alert.getState() == AlertState.RECOVERING;
    }

    private static boolean follows(Alert before, Alert after) {
        if (before.getEpisodeId().equals(after.getEpisodeId())) return after.getSequence() > before.getSequence();
        if (after.getDataTime() != before.getDataTime()) return after.getDataTime() > before.getDataTime();
        return before.getState() == AlertState.INACTIVE;
    }

    private void dropOldest() {
        byId.values().stream()
                .filter(alert -> alert.getState() == AlertState.INACTIVE)
                .findFirst()
                .map(Alert::getAlertId)
                .ifPresent(byId::remove);
    }
}
