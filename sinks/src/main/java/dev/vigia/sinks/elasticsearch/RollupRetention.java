package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.elasticsearch.indices.IndexState;
import dev.vigia.sinks.elasticsearch.documents.RollupIndex;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the indices of rollups that are past their retention. Data streams are the server's to look after, by their
 * lifecycle; it has nothing of the kind for plain indices. Of a connector there is one in a Connect cluster, so this runs
 * once; were it to run twice, nothing would come of it. Thread-safe.
 */
final class RollupRetention implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RollupRetention.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final Elasticsearch elasticsearch;
    private final Duration retention;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread daemon = new Thread(work, "rollup-retention");
        daemon.setDaemon(true);
        return daemon;
    });
    private boolean failing;

    RollupRetention(Elasticsearch elasticsearch, Duration retention, Clock clock) {
        this.elasticsearch = elasticsearch;
        this.retention = retention;
        this.clock = clock;
    }

    /** Checks at once, and from then on by itself. */
    void start() {
        thread.scheduleWithFixedDelay(this::attempt, 0, INTERVAL.toSeconds(), TimeUnit.SECONDS);
    }

    private void attempt() {
        try {
            check();
            failing = false;
        } catch (UnavailableException e) {
            if (!failing && !thread.isShutdown())
                LOG.warn("Old rollups cannot be deleted; that goes on by itself: {}", e.getMessage());
            failing = true;
        }
    }

    /** Deletes what is past its retention, and gives its names. */
    List<String> check() throws UnavailableException {
        Instant bound = clock.instant().minus(retention);
        List<String> old = elasticsearch.call("show the indices of rollups", client -> {
            Map<String, IndexState> indices = client.indices()
                    .getSettings(r -> r.index(RollupIndex.ALL).allowNoIndices(true))
                    .result();
            return indices.entrySet().stream()
                    .filter(index -> isBefore(index.getKey(), index.getValue(), bound))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
        });
        for (String index : old) {
            elasticsearch.call(
                    "delete " + index,
                    Elasticsearch.NOT_FOUND,
                    client -> client.indices().delete(r -> r.index(index)));
            LOG.info("Deleted {}: it is past its retention of {} days.", index, retention.toDays());
        }
        return old;
    }

    /** A month that was written long after its end, from old records that came in late, is kept as long as any other. */
    private static boolean isBefore(String index, IndexState state, Instant bound) {
        boolean ended = RollupIndex.end(index).filter(bound::isAfter).isPresent();
        return ended
                && Instant.ofEpochMilli(state.settings().index().creationDate()).isBefore(bound);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        elasticsearch.close();
    }
}
