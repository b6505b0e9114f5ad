package dev.vigia.processors.replay;

import dev.vigia.processors.dispatch.Decision;
import dev.vigia.processors.dispatch.DeliveredAtOnce;
import dev.vigia.schemas.Drills;
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
 * {@code dispatch} over a log of the past, by some plan. What it decides to tell reaches the receiver at once: what became of the
 * real notifications says nothing about these. Drills are left out: nobody is woken by what is told of them. For one thread.
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
    Rehearsal(Plan plan, long from, long to) {
        this.from = from;
        this.to = to;
        this.dispatch = new DeliveredAtOnce(plan.routing(), plan.onCall(), this::take);
    }

    /** Takes in the next entry of the log. */
    void hear(DispatchSignal signal) {
        boolean drill = signal.getBody() instanceof Alert alert && Drills.isDrill(alert);
        if (!drill && !(signal.getBody() instanceof Delivery)) dispatch.hear(signal);
    }

    private void take(Decision.Tell tell) {
        Notification notification = tell.notification();
        String person = tell.person().orElse("");
        if (notification.getAt() < from || notification.getAt() >= to || notification.getAttempt() > 1) return;
        if (notification.getKind() == NotificationKind.HEARTBEAT) return;
        if (notification.getKind() == NotificationKind.SUMMARY) {
            int rules = notification.getSummary().size();
            told.add(telling(notification, notification.getReason(), rules + " rules", "", "", person));
        }
        for (int i = 0; i < notification.getAlerts().size(); i++) {
            Alert alert = notification.getAlerts().get(i);
            told.add(telling(
                    notification,
                    Reasons.of(notification, i),
                    alert.getRuleId(),
                    alert.getSeverity().name().toLowerCase(Locale.ROOT),
                    alert.getEpisodeId(),
                    person));
        }
    }

    private static Telling telling(
            Notification notification, String reason, String ruleId, String severity, String episodeId, String person) {
        return new Telling(
                notification.getAt(),
                notification.getId(),
                notification.getReceiver(),
                reason,
                ruleId,
                severity,
                episodeId,
                notification.getRoute(),
                person);
    }

    /** What was told so far, in order. */
    List<Telling> told() {
        return List.copyOf(told);
    }
}
