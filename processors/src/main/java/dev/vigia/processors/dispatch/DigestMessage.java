package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.Receiver;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a digest tells.
 *
 * @param id of its notification
 * @param since when the last one was due, milliseconds since 1970-01-01 UTC
 * @param parts what is on before what is over, the worst first; at least one
 */
record DigestMessage(Receiver receiver, String id, long since, List<Part> parts) {

    /** An alert, and what is news of it. */
    record Part(Alert alert, DigestLine line) {

        private static final Comparator<Part> WORST_FIRST = Comparator.comparing(
                        (Part part) -> part.line().over().isPresent())
                .thenComparing(part -> part.alert().getSeverity())
                .thenComparing(part -> part.line().reason() == Reason.REPEATED)
                .thenComparing(part -> part.alert().getStartedAt())
                .thenComparing(part -> part.alert().getAlertId());
    }

    DigestMessage {
        parts = parts.stream().sorted(Part.WORST_FIRST).toList();
    }

    /** All alerts that are told of, those that are not named as well. */
    List<Decision.About> about() {
        return parts.stream().map(part -> part.line().about()).toList();
    }

    /** @param now when it is decided, milliseconds since 1970-01-01 UTC */
    Notification notification(long now) {
        List<Part> named = parts.stream().limit(Draft.MOST_ALERTS).toList();
        SortedMap<String, Summary> rest = new TreeMap<>();
        for (Part part : parts.subList(named.size(), parts.size())) {
            String rule = part.alert().getRuleId();
            Summary summary = rest.getOrDefault(rule, Summary.EMPTY);
            rest.put(rule, summary.and(part.alert(), part.line().reason()));
        }
        return Draft.begun(receiver, id, Reason.DIGEST, now)
                .setKind(NotificationKind.DIGEST)
                .setAlerts(named.stream().map(Part::alert).toList())
                .setReasons(
                        named.stream().map(part -> part.line().reason().words()).toList())
                .setEpisodes(
                        named.stream().map(part -> part.line().fresh().began()).toList())
                .setSince(since)
                .setSummary(Summary.lines(rest))
                .build();
    }
}
