package dev.vigia.console.views;

import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The episodes of all alerts, for statistics; without drills, and without those that were never active. Beyond a bound, those go
 * that changed longest ago. Thread-safe.
 */
public final class Episodes {

    private final int most;
    private final Map<String, Episode> byId = new LinkedHashMap<>();
    private long forgotten;

    public Episodes(int most) {
        this.most = most;
    }

    /** Takes a record of {@code alerts}. */
    public synchronized void accept(Alert alert) {
        if (Drills.isDrill(alert)) return;
        Episode before = byId.remove(alert.getEpisodeId());
        Episode episode = before == null ? Episode.of(alert) : before.after(alert);
        if (episode.state() == AlertState.INACTIVE && !episode.wasActive()) return;
        byId.put(alert.getEpisodeId(), episode);
        if (byId.size() > most) dropOldest();
    }

    /** Those that were active and began within a time; from inclusive, to exclusive, milliseconds since 1970-01-01 UTC. */
    public synchronized List<Episode> began(long from, long to) {
        return byId.values().stream()
                .filter(Episode::wasActive)
                .filter(episode -> episode.startedAt() >= from && episode.startedAt() < to)
                .toList();
    }

    /** When the last episode began that is not kept any more: milliseconds since 1970-01-01 UTC; 0 for none. */
    public synchronized long forgotten() {
        return forgotten;
    }

    private void dropOldest() {
        Iterator<Episode> oldest = byId.values().iterator();
        forgotten = Math.max(forgotten, oldest.next().startedAt());
        oldest.remove();
    }
}
