package dev.vigia.chaos.verdict;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What was to be told, by {@code notifications}, and what is reported of it in {@code deliveries}. Not thread-safe. */
final class Tellings {

    /** How the connector says that a message may have arrived twice, or that nobody knows; see sinks/README.md. */
    private static final List<String> DOUBTS =
            List.of("second try after a crash", "sent after a pause", "without a result");

    private final Map<String, Telling> byId = new LinkedHashMap<>();

    /** That something is told of an episode. */
    record Part(String episode, boolean over) {

        static Part of(Alert alert) {
            return new Part(alert.getEpisodeId(), alert.getState() == AlertState.INACTIVE);
        }
    }

    private static final class Attempt {
        private int written;
        private int starts;
        private final List<Delivery> results = new ArrayList<>();

        boolean has(DeliveryStatus status) {
            return results.stream().anyMatch(result -> result.getStatus() == status);
        }

        boolean isDoubtful() {
            return results.stream()
                    .anyMatch(result -> DOUBTS.stream().anyMatch(String.valueOf(result.getDetail())::contains));
        }

        /** How many requests may have been made of it. */
        int explains() {
            return isDoubtful() || results.isEmpty() ? starts : Math.min(1, starts);
        }

        @Override
        public String toString() {
            return starts + " starts"
                    + results.stream()
                            .map(it -> ", " + it.getStatus() + " " + it.getDetail())
                            .toList();
        }
    }

    /** One notification, over all its attempts. */
    static final class Telling {
        private final String id;
        private final String receiver;
        private final Set<Part> parts = new HashSet<>();
        private final TreeMap<Integer, Attempt> attempts = new TreeMap<>();
        private long at;

        Telling(String id, String receiver) {
            this.id = id;
            this.receiver = receiver;
        }

        String id() {
            return id;
        }

        String receiver() {
            return receiver;
        }

        Set<Part> parts() {
            return parts;
        }

        /** Whether the last attempt has ended for good. */
        boolean ended() {
            Attempt last = attempts.lastEntry().getValue();
            return last.has(DeliveryStatus.DELIVERED) || last.has(DeliveryStatus.FAILED);
        }

        boolean delivered() {
            return attempts.values().stream().anyMatch(attempt -> attempt.has(DeliveryStatus.DELIVERED));
        }

        /** Whether it has failed for another reason than that processes were killed over and over. */
        boolean refused() {
            return attempts.values().stream()
                    .anyMatch(attempt -> attempt.has(DeliveryStatus.FAILED) && !attempt.isDoubtful());
        }

        /** Whether it is to be tried again. */
        private boolean waits() {
            return attempts.lastEntry().getValue().has(DeliveryStatus.RETRYABLE);
        }

        /** How many attempts were begun. */
        int begun() {
            return (int) attempts.values().stream()
                    .filter(attempt -> attempt.starts > 0)
                    .count();
        }

        /** How many requests may have been made of it, by what is reported. */
        int explains() {
            return attempts.values().stream().mapToInt(Attempt::explains).sum();
        }

        /** How many attempts were written more than once. */
        long doubled() {
            return attempts.values().stream()
                    .filter(attempt -> attempt.written > 1)
                    .count();
        }

        private Attempt attempt(int number) {
            return attempts.computeIfAbsent(number, none -> new Attempt());
        }

        @Override
        public String toString() {
            return id + " to " + receiver + " " + attempts;
        }
    }

    void add(Notification notification) {
        Telling telling = telling(notification.getId(), notification.getReceiver());
        telling.attempt(notification.getAttempt()).written++;
        telling.at = notification.getAt();
        notification.getAlerts().forEach(alert -> telling.parts.add(Part.of(alert)));
    }

    void add(Delivery delivery) {
        Attempt attempt =
                telling(delivery.getNotificationId(), delivery.getReceiver()).attempt(delivery.getAttempt());
        if (delivery.getStatus() == DeliveryStatus.STARTED) attempt.starts++;
        else attempt.results.add(delivery);
    }

    private Telling telling(String id, String receiver) {
        return byId.computeIfAbsent(id, name -> new Telling(name, receiver));
    }

    Collection<Telling> all() {
        return byId.values();
    }

    Optional<Telling> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Whether it is through or given up, or was not tried again because of something newer that is. */
    boolean settled(Telling telling) {
        if (telling.ended()) return true;
        return telling.waits()
                && all().stream()
                        .filter(other -> other.receiver.equals(telling.receiver) && other.at > telling.at)
                        .filter(Telling::ended)
                        .anyMatch(other -> other.parts.stream()
                                .anyMatch(part -> telling.parts.contains(part)
                                        || telling.parts.contains(new Part(part.episode(), !part.over()))));
    }
}
