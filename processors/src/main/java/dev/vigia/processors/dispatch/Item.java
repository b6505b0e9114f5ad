package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import java.util.Optional;

/**
 * What a receiver is told of one episode.
 *
 * @param sequence number of the alert's record
 * @param severity of the alert then
 * @param since number of the record with which the receiver was first told, or told anew; 0 in what a release wrote that did
 *     not note that. Of a repeat, when it is told
 * @param reader for whom
 */
record Item(
        String alertId, String episodeId, long sequence, Reason reason, Severity severity, long since, Reader reader) {

    private static final int LAYOUT = 2;

    static Item of(Alert alert, Reason reason, long since) {
        return new Item(
                alert.getAlertId(),
                alert.getEpisodeId(),
                alert.getSequence(),
                reason,
                alert.getSeverity(),
                since,
                Reader.ANYBODY);
    }

    Item to(Reader reader) {
        return new Item(alertId, episodeId, sequence, reason, severity, since, reader);
    }

    /**
     * What a receiver is told of an alert that is on.
     *
     * @param news why
     * @param known what it knows of the episode
     * @return empty where it knows that already
     */
    static Optional<Item> alarm(Alert alert, Reason news, Optional<Known> known) {
        Reader reader = known.map(Known::reader).orElse(Reader.ANYBODY);
        boolean cameBack = known.map(Known::watched).orElse(false);
        boolean said = news == Reason.REOPENED || news == Reason.SNOOZE_OVER;
        if (!said && !cameBack && known.isPresent()) {
            return known.get().isAsSevereAs(alert.getSeverity())
                    ? Optional.empty()
                    : Optional.of(
                            of(alert, Reason.SEVERITY_ROSE, known.get().since()).to(reader));
        }
        Reason anew = cameBack ? Reason.CAME_BACK : Reason.BECAME_ACTIVE;
        return Optional.of(of(alert, said ? news : anew, alert.getSequence()).to(reader));
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
        Encoder out = new Encoder(LAYOUT)
                .text(alertId)
                .text(episodeId)
                .number(sequence)
                .text(reason.name())
                .text(severity.name())
                .number(since);
        reader.encode(out);
        return out.toBytes();
    }

    static Item decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        return new Item(
                in.text(),
                in.text(),
                in.number(),
                Reason.valueOf(in.text()),
                Severity.valueOf(in.text()),
                in.number(),
                in.version() < 2 ? Reader.ANYBODY : Reader.decode(in));
    }
}
