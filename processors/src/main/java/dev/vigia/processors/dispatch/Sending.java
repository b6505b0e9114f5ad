package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;

/**
 * One notification and how far it got.
 *
 * @param attempt the present or last one, from 1
 * @param dueAt when the next attempt is due, milliseconds since 1970-01-01 UTC; 0 unless it waits
 */
record Sending(Subject subject, Progress progress, int attempt, long dueAt) {

    /** Since 2 with the severity, since 3 with the record that had the receiver told. */
    private static final int LAYOUT = 3;

    /**
     * What is told to whom.
     *
     * @param receiver its name
     * @param reason that it is on ({@link Reason#BECAME_ACTIVE}, {@link Reason#SEVERITY_ROSE}, {@link Reason#REOPENED},
     *     {@link Reason#SNOOZE_OVER}, {@link Reason#CAME_BACK}), {@link Reason#WATCHED}, {@link Reason#RESOLVED}, or
     *     {@link Reason#RETRACTED}
     * @param severity of the alert then
     * @param since number of the record with which the receiver was first told, or told anew; 0 in what was begun before
     *     layout 3
     */
    record Subject(String alertId, String episodeId, String receiver, Reason reason, Severity severity, long since) {

        static Subject of(Alert alert, String receiver, Reason reason, long since) {
            return new Subject(alert.getAlertId(), alert.getEpisodeId(), receiver, reason, alert.getSeverity(), since);
        }

        /** The same for every attempt, and when the log is folded again. An alert can rise more than once. */
        String notificationId() {
            if (since > 0) {
                return Ids.of(episodeId, reason.name(), severity.name(), receiver, Long.toString(since));
            }
            return reason == Reason.SEVERITY_ROSE
                    ? Ids.of(episodeId, reason.name(), severity.name(), receiver)
                    : Ids.of(episodeId, reason.name(), receiver);
        }

        /** Whether it told of an alert as bad as that, or worse. */
        boolean isAsSevereAs(Severity other) {
            return severity.compareTo(other) <= 0;
        }
    }

    enum Progress {
        /** Given to the sink; nothing is known of it. */
        UNDER_WAY,
        /** The last attempt failed and another one is due. */
        WAITING,
        DELIVERED,
        FAILED
    }

    static Sending first(Subject subject) {
        return new Sending(subject, Progress.UNDER_WAY, 1, 0);
    }

    Sending again() {
        return new Sending(subject, Progress.UNDER_WAY, attempt + 1, 0);
    }

    Sending waiting(long until) {
        return new Sending(subject, Progress.WAITING, attempt, until);
    }

    Sending ended(Progress end) {
        return new Sending(subject, end, attempt, 0);
    }

    byte[] encode() {
        return new Encoder(LAYOUT)
                .text(subject.alertId())
                .text(subject.episodeId())
                .text(subject.receiver())
                .text(subject.reason().name())
                .text(subject.severity().name())
                .text(progress.name())
                .number(attempt)
                .number(dueAt)
                .number(subject.since())
                .toBytes();
    }

    static Sending decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        String alertId = in.text();
        String episodeId = in.text();
        String receiver = in.text();
        Reason reason = Reason.valueOf(in.text());
        // Before layout 2 no alert could rise, so that whoever was told knows the worst.
        Severity severity = in.version() < 2 ? Severity.CRITICAL : Severity.valueOf(in.text());
        Progress progress = Progress.valueOf(in.text());
        int attempt = in.integer();
        long dueAt = in.number();
        long since = in.version() < 3 ? 0 : in.number();
        return new Sending(
                new Subject(alertId, episodeId, receiver, reason, severity, since), progress, attempt, dueAt);
    }
}
