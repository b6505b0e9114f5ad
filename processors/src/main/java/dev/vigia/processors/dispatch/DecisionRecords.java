package dev.vigia.processors.dispatch;

import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.DispatchDecision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions as subscribers read them: one record for each alert that one is about. */
final class DecisionRecords {

    private DecisionRecords() {}

    /** @param now tick at which it was decided, milliseconds since 1970-01-01 UTC */
    static List<DispatchDecision> of(Decision decision, long now) {
        List<DispatchDecision> records = new ArrayList<>();
        if (decision.about().isEmpty()) {
            var none = new Decision.About("", "", 0, "", "");
            records.add(record(decision, none, decision.reason(), now));
        }
        for (int i = 0; i < decision.about().size(); i++) {
            Reason reason =
                    decision instanceof Decision.Tell tell ? tell.reasons().get(i) : decision.reason();
            records.add(record(decision, decision.about().get(i), reason, now));
        }
        return records;
    }

    /** The episode, so that all about one lies together; or the notification, where there is none. */
    static String key(DispatchDecision record) {
        return record.getEpisodeId().isEmpty() ? record.getNotificationId() : record.getEpisodeId();
    }

    private static DispatchDecision record(Decision decision, Decision.About about, Reason reason, long now) {
        DispatchDecision.Builder record = DispatchDecision.newBuilder()
                .setAt(now)
                .setReason(reason.name())
                .setWords(reason.words())
                .setAlertId(about.alertId())
                .setEpisodeId(about.episodeId())
                .setSequence(about.sequence())
                .setRoute(about.route())
                .setGroupKey(about.groupKey());
        if (decision instanceof Decision.Tell tell) {
            record.setKind(DecisionKind.TOLD)
                    .setReceiver(tell.notification().getReceiver())
                    .setAttempt(tell.notification().getAttempt())
                    .setNotificationId(tell.notification().getId())
                    .setBy(tell.by());
        } else if (decision instanceof Decision.Leave leave) {
            record.setKind(DecisionKind.LEFT)
                    .setReceiver(leave.receiver())
                    .setBy(leave.by())
                    .setNotificationId(leave.notificationId());
        } else if (decision instanceof Decision.Hold hold) {
            record.setKind(DecisionKind.HELD)
                    .setReceiver(hold.receiver())
                    .setBy(hold.by())
                    .setNotificationId(hold.notificationId())
                    .setUntil(hold.until().isPresent() ? (Long) hold.until().getAsLong() : (@Nullable Long) null);
        } else if (decision instanceof Decision.Wait wait) {
            record.setKind(DecisionKind.WAITS)
                    .setReceiver(wait.receiver())
                    .setNotificationId(wait.notificationId())
                    .setUntil((Long) wait.at());
        }
        return record.build();
    }
}
