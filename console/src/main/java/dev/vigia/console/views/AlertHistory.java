package dev.vigia.console.views;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The last transitions of all alerts. Thread-safe. */
public final class AlertHistory {

    private static final Set<Transition> BREACHES =
            EnumSet.of(Transition.PENDING, Transition.ACTIVE, Transition.SEVERITY_CHANGED);

    private final int maxTransitions;
    private final Deque<Alert> inOrder = new ArrayDeque<>();
    private final Map<String, Deque<Alert>> byId = new HashMap<>();

    public AlertHistory(int maxTransitions) {
        this.maxTransitions = maxTransitions;
    }

    /** Takes a record of {@code alerts}. */
    public synchronized void accept(Alert alert) {
        inOrder.add(alert);
        byId.computeIfAbsent(alert.getAlertId(), id -> new ArrayDeque<>()).add(alert);
        if (inOrder.size() > maxTransitions) dropOldest();
    }

    /** Transitions of an alert, the newest first; empty when there are none, or none any more. */
    public synchronized List<Alert> of(String alertId) {
        List<Alert> newestFirst = new ArrayList<>(byId.getOrDefault(alertId, new ArrayDeque<>()));
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** A transition of the same episode by its number; empty when there is none, or none any more. */
    public Optional<Alert> of(Alert present, long sequence) {
        if (present.getSequence() == sequence) return Optional.of(present);
        return ofEpisode(present).stream()
                .filter(alert -> alert.getSequence() == sequence)
                .findFirst();
    }

    /** Transitions of an alert's episode, the newest first; empty when there are none, or none any more. */
    public List<Alert> ofEpisode(Alert present) {
        List<Alert> episode = of(present.getAlertId());
        episode.removeIf(alert -> !alert.getEpisodeId().equals(present.getEpisodeId()));
        return episode;
    }

    /** The last transition of the same episode that tells of a breach; the alert as it is when none is kept. */
    public Alert reason(Alert present) {
        return Stream.concat(Stream.of(present), ofEpisode(present).stream())
                .filter(alert -> BREACHES.contains(alert.getTransition()))
                .findFirst()
                .orElse(present);
    }

    /** Transitions of all alerts from an event time on (milliseconds since 1970-01-01 UTC), the newest first. */
    public synchronized List<Alert> since(long at) {
        List<Alert> newestFirst = new ArrayList<>(inOrder);
        newestFirst.removeIf(alert -> alert.getAt() < at);
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** Whether older transitions may have been left out. */
    public synchronized boolean isFull() {
        return inOrder.size() >= maxTransitions;
    }

    /** The transition that a command brought about; empty when there is none, or none any more. */
    public synchronized Optional<Alert> ofCommand(String commandId) {
        return inOrder.stream()
                .filter(alert -> commandId.equals(alert.getCommandId()))
                .findFirst();
    }

    private void dropOldest() {
        String id = inOrder.remove().getAlertId();
        Deque<Alert> rest = byId.getOrDefault(id, new ArrayDeque<>());
        rest.poll();
        if (rest.isEmpty()) byId.remove(id);
    }
}
