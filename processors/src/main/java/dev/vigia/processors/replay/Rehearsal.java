package dev.vigia.processors.replay;

import dev.vigia.processors.dispatch.DeliveredAtOnce;
import dev.vigia.processors.routing.Routing;
import dev.vigia.schemas.Reasons;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code dispatch} over a log of the past, by some routes. What it decides to tell reaches the receiver at once: what became of the
 * real notifications says nothing about these. For one thread.
 */
final class Rehearsal {

    private final long from;
    private final long to;
    private final DeliveredAtOnce dispatch;
    private final List<Telling> told = new ArrayList<>();

    /**
     * A fold from the beginning.
     *
     * @param from what is told from then on counts: milliseconds since 1970-01-01 UTC
     * @param to what is told from then on does not, exclusive
     */
    Rehearsal(Routing routing, long from, long to) {
        this.from = from;
        this.to = to;
        this.dispatch = new DeliveredAtOnce(routing, tell -> take(tell.notification()));
    }

    /** Takes in the next entry of the log. */
    void hear(DispatchSignal signal) {
        if (!(signal.getBody() instanceof Delivery)) dispatch.hear(signal);
    }

    private void take(Notification notification) {
        if (notification.getAt() < from || notification.getAt() >= to || notification.getAttempt() > 1) return;
        if (notification.getKind() == NotificationKind.HEARTBEAT) return;
        if (notification.getKind() == NotificationKind.SUMMARY) {
            int rules = notification.getSummary().size();
            told.add(telling(notification, notification.getReason(), rules + " rules", "", ""));
        }
        for (int i = 0; i < notification.getAlerts().size(); i++) {
            Alert alert = notification.getAlerts().get(i);
            told.add(telling(
                    notification,
                    Reasons.of(notification, i),
                    alert.getRuleId(),
                    alert.getSeverity().name().toLowerCase(Locale.ROOT),
                    alert.getEpisodeId()));
        }
    }

    private static Telling telling(
            Notification notification, String reason, String ruleId, String severity, String episodeId) {
        return new Telling(
                notification.getAt(),
                notification.getId(),
                notification.getReceiver(),
                reason,
                ruleId,
                severity,
                episodeId,
                notification.getRoute());
    }

    /** What was told so far, in order. */
    List<Telling> told() {
        return List.copyOf(told);
    }
}
