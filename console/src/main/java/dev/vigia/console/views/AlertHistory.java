package dev.vigia.console.views;

import dev.vigia.schemas.avro.Alert;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last transitions of all alerts. Thread-safe. */
public final class AlertHistory {

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
