package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;

/**
 * What a receiver is told of one episode.
 *
 * @param sequence number of the alert's record
 * @param severity of the alert then
 * @param since number of the record with which the receiver was first told, or told anew; 0 in what a release wrote that did
 *     not note that. Of a repeat, when it is told
 */
record Item(String alertId, String episodeId, long sequence, Reason reason, Severity severity, long since) {

    private static final int LAYOUT = 1;

    static Item of(Alert alert, Reason reason, long since) {
        return new Item(
                alert.getAlertId(), alert.getEpisodeId(), alert.getSequence(), reason, alert.getSeverity(), since);
    }

    /** Id of a notification of this alone: the same for every attempt, and when the log is folded again. An alert can rise more than once. */
    String notificationId(String receiver) {
        if (since > 0) {
            return Ids.of(episodeId, reason.name(), severity.name(), receiver, Long.toString(since));
        }
        return reason == Reason.SEVERITY_ROSE
                ? Ids.of(episodeId, reason.name(), severity.name(), receiver)
                : Ids.of(episodeId, reason.name(), receiver);
    }

    byte[] encode() {
        return new Encoder(LAYOUT)
                .text(alertId)
                .text(episodeId)
                .number(sequence)
                .text(reason.name())
                .text(severity.name())
                .number(since)
                .toBytes();
    }

    static Item decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        return new Item(
                in.text(), in.text(), in.number(), Reason.valueOf(in.text()), Severity.valueOf(in.text()), in.number());
    }
}
