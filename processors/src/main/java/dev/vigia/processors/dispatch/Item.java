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
 *     not note that. Of a repeat, and of what it did not get before, when it is told
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
     * @param known what it knows of the episode; as long as it has not heard, that is nothing
     * @param now the last tick, milliseconds since 1970-01-01 UTC
     * @return empty where it knows that already
     */
    static Optional<Item> alarm(Alert alert, Reason news, Optional<Known> known, long now) {
        Reader reader = known.map(Known::reader).orElse(Reader.ANYBODY);
        if (news == Reason.REOPENED || news == Reason.SNOOZE_OVER) {
            return Optional.of(of(alert, news, alert.getSequence()).to(reader));
        }
        Optional<Known> heard = known.filter(Known::heard);
        if (heard.isEmpty()) {
            // Under another id than before, for the sink tells nothing twice.
            long since = known.map(theirs -> Math.max(now, theirs.since() + 1)).orElse(alert.getSequence());
            return Optional.of(of(alert, Reason.BECAME_ACTIVE, since).to(reader));
        }
        if (heard.get().watched()) {
            return Optional.of(of(alert, Reason.CAME_BACK, alert.getSequence()).to(reader));
        }
        return heard.get().isAsSevereAs(alert.getSeverity())
                ? Optional.empty()
                : Optional.of(
                        of(alert, Reason.SEVERITY_ROSE, heard.get().since()).to(reader));
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
