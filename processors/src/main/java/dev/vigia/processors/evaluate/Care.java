package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Alert;
import java.util.Optional;

/**
 * What people have said of an episode.
 *
 * @param acknowledgement who is on it; empty while nobody is
 * @param assignee whom it was assigned to; empty while it is nobody's
 * @param snoozedUntil until when nobody is told of it, in milliseconds since 1970-01-01 UTC; empty when nobody snoozed it
 */
record Care(Optional<Acknowledgement> acknowledgement, Optional<String> assignee, Optional<Long> snoozedUntil) {

    static final Care NONE = new Care(Optional.empty(), Optional.empty(), Optional.empty());

    /** @param at milliseconds since 1970-01-01 UTC */
    record Acknowledgement(String actor, long at) {}

    /** Somebody is on it; whoever was before stays. */
    Care acknowledged(String actor, long at) {
        if (acknowledgement.isPresent()) return this;
        return new Care(Optional.of(new Acknowledgement(actor, at)), assignee, snoozedUntil);
    }

    Care unacknowledged() {
        return new Care(Optional.empty(), assignee, snoozedUntil);
    }

    Care assignedTo(Optional<String> other) {
        return new Care(acknowledgement, other, snoozedUntil);
    }

    Care snoozedUntil(Optional<Long> time) {
        return new Care(acknowledgement, assignee, time);
    }

    /** Says so in a record for subscribers. */
    void tell(Alert.Builder told) {
        told.setAcknowledgedBy(acknowledgement.map(Acknowledgement::actor).orElse(null))
                .setAcknowledgedAt(acknowledgement.map(Acknowledgement::at).orElse(null))
                .setAssignedTo(assignee.orElse(null))
                .setSnoozedUntil(snoozedUntil.orElse(null));
    }

    void encode(Encoder out) {
        out.flag(acknowledgement.isPresent());
        acknowledgement.ifPresent(by -> out.text(by.actor()).number(by.at()));
        out.flag(assignee.isPresent());
        assignee.ifPresent(out::text);
        out.flag(snoozedUntil.isPresent());
        snoozedUntil.ifPresent(out::number);
    }

    static Care decode(Decoder in) {
        Optional<Acknowledgement> by =
                in.flag() ? Optional.of(new Acknowledgement(in.text(), in.number())) : Optional.empty();
        // Before layout 3 of heads people could do no more than acknowledge.
        if (in.version() < 3) return new Care(by, Optional.empty(), Optional.empty());
        Optional<String> assignee = in.flag() ? Optional.of(in.text()) : Optional.empty();
        return new Care(by, assignee, in.flag() ? Optional.of(in.number()) : Optional.empty());
    }
}
