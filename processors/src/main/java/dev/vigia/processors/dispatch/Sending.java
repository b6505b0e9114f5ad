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

    /** Since 2 with the severity. */
    private static final int LAYOUT = 2;

    /**
     * What is told to whom.
     *
     * @param receiver its name
     * @param reason {@link Reason#BECAME_ACTIVE}, {@link Reason#SEVERITY_ROSE} or {@link Reason#RESOLVED}
     * @param severity of the alert then
     */
    record Subject(String alertId, String episodeId, String receiver, Reason reason, Severity severity) {

        static Subject of(Alert alert, String receiver, Reason reason) {
            return new Subject(alert.getAlertId(), alert.getEpisodeId(), receiver, reason, alert.getSeverity());
        }

        /** The same for every attempt, and when the log is folded again. An alert can rise more than once. */
        String notificationId() {
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
                .toBytes();
    }

    static Sending decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        // Before layout 2 no alert could rise, so that whoever was told knows the worst.
        Subject subject = new Subject(
                in.text(),
                in.text(),
                in.text(),
                Reason.valueOf(in.text()),
                in.version() < 2 ? Severity.CRITICAL : Severity.valueOf(in.text()));
        return new Sending(subject, Progress.valueOf(in.text()), in.integer(), in.number());
    }
}
