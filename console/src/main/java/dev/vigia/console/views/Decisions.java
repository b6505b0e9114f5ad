package dev.vigia.console.views;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchDecision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who was told of an episode, who was not, why, and what came of it: of the episodes that were last decided on. Fed by {@code
 * decisions} and {@code deliveries}, whichever comes first. Thread-safe.
 */
public final class Decisions {

    /** Of one episode; somebody who is told again and again must not push out all others. */
    private static final int OF_EPISODE = 100;

    /**
     * A decision.
     *
     * @param delivery the last that was said of the attempt that it is about
     */
    public record Outcome(DispatchDecision decision, Optional<Delivery> delivery) {}

    private record Attempt(String notification, int number) {}

    private final Map<String, Deque<DispatchDecision>> byEpisode;
    private final Map<Attempt, Delivery> deliveries;

    /**
     * @param episodes of how many episodes decisions are kept
     * @param attempts of how many attempts it is kept what came of them
     */
    public Decisions(int episodes, int attempts) {
        this.byEpisode = new Last<>(episodes);
        this.deliveries = new Last<>(attempts);
    }

    /** Takes a record of {@code decisions}. */
    public synchronized void accept(DispatchDecision decision) {
        String episode = decision.getEpisodeId();
        if (episode.isEmpty()) return;
        Deque<DispatchDecision> known =
                Optional.ofNullable(byEpisode.remove(episode)).orElseGet(ArrayDeque::new);
        known.add(decision);
        if (known.size() > OF_EPISODE) known.remove();
        byEpisode.put(episode, known);
    }

    /** Takes a record of {@code deliveries}. */
    public synchronized void accept(Delivery delivery) {
        deliveries.put(new Attempt(delivery.getNotificationId(), delivery.getAttempt()), delivery);
    }

    /** Those of an episode, the newest first; empty when there are none, or none any more. */
    public synchronized List<Outcome> of(String episodeId) {
        List<Outcome> newestFirst = new ArrayList<>();
        Iterator<DispatchDecision> decisions =
                byEpisode.getOrDefault(episodeId, new ArrayDeque<>()).descendingIterator();
        decisions.forEachRemaining(decision -> newestFirst.add(new Outcome(decision, delivery(decision))));
        return newestFirst;
    }

    private Optional<Delivery> delivery(DispatchDecision decision) {
        return Optional.ofNullable(deliveries.get(new Attempt(decision.getNotificationId(), decision.getAttempt())));
    }
}
