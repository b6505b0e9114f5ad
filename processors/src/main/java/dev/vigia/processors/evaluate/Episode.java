package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.Optional;

/**
 * What stays the same, or only grows, from the first breach to the resolve.
 *
 * @param id 16 hexadecimal digits
 * @param startedAt event time of the first breach, milliseconds since 1970-01-01 UTC
 * @param sequence number of the last record that told of it, from 1
 * @param acknowledgement who has taken it on; empty while nobody has
 */
record Episode(String id, long startedAt, long sequence, Optional<Acknowledgement> acknowledgement) {

    /** @param at milliseconds since 1970-01-01 UTC */
    record Acknowledgement(String actor, long at) {}

    static Episode begin(String id, long startedAt) {
        return new Episode(id, startedAt, 1, Optional.empty());
    }

    /** The episode with one more record. */
    Episode next() {
        return new Episode(id, startedAt, sequence + 1, acknowledgement);
    }

    /** The episode with one more record, which says who has taken it on. */
    Episode acknowledged(String actor, long at) {
        return new Episode(id, startedAt, sequence + 1, Optional.of(new Acknowledgement(actor, at)));
    }

    void encode(Encoder out) {
        out.text(id).number(startedAt).number(sequence).flag(acknowledgement.isPresent());
        acknowledgement.ifPresent(by -> out.text(by.actor()).number(by.at()));
    }

    static Episode decode(Decoder in) {
        String id = in.text();
        long startedAt = in.number();
        long sequence = in.number();
        return new Episode(
                id,
                startedAt,
                sequence,
                in.flag() ? Optional.of(new Acknowledgement(in.text(), in.number())) : Optional.empty());
    }
}
