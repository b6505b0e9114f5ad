package dev.vigia.ingest.shop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** When check-out breaks: decided by the seed alone, for all time. Thread-safe. */
public final class IncidentPlan {

    private static final double LOWEST_SHARE = 0.35;
    private static final double HIGHEST_SHARE = 0.6;

    private final ShopSettings settings;
    private final Random random;
    private final List<Incident> known = new ArrayList<>();
    private Instant next;

    /** @param start when the shop opens */
    public IncidentPlan(ShopSettings settings, Instant start) {
        this.settings = settings;
        this.random = new Random(settings.seed());
        this.next = start.plus(settings.firstIncidentAfter());
    }

    /** All incidents that begin before a time, in order. */
    public synchronized List<Incident> before(Instant time) {
        extend(time);
        return known.stream().filter(it -> it.start().isBefore(time)).toList();
    }

    /** The incident that is going on at a time. */
    public synchronized Optional<Incident> at(Instant time) {
        extend(time.plusNanos(1));
        for (int i = known.size() - 1; i >= 0; i--) {
            if (known.get(i).contains(time)) return Optional.of(known.get(i));
            if (!known.get(i).end().isAfter(time)) return Optional.empty();
        }
        return Optional.empty();
    }

    /** When the first incident after a time begins. */
    public synchronized Instant nextAfter(Instant time) {
        extend(time.plusNanos(1));
        for (Incident incident : known) {
            if (incident.start().isAfter(time)) return incident.start();
        }
        return next;
    }

    private void extend(Instant time) {
        if (settings.incidentLength().isZero()) return;
        while (next.isBefore(time)) {
            double share = LOWEST_SHARE + random.nextDouble() * (HIGHEST_SHARE - LOWEST_SHARE);
            Instant end = next.plus(settings.incidentLength());
            known.add(new Incident(next, end, share));
            Duration spread = settings.longestPause().minus(settings.shortestPause());
            next = end.plus(settings.shortestPause()).plusMillis((long) (random.nextDouble() * spread.toMillis()));
        }
    }
}
