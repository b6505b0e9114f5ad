package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Alert;

/**
 * What stays the same from the first breach to the resolve, and what people have said meanwhile.
 *
 * @param id 16 hexadecimal digits
 * @param startedAt event time of the first breach, milliseconds since 1970-01-01 UTC
 * @param sequence number of the last record that told of it, from 1
 * @param flapping whether the alert has begun and ended so often that it is kept open
 */
record Episode(String id, long startedAt, long sequence, Care care, boolean flapping, Ground ground) {

    static Episode begin(String id, long startedAt, Ground ground) {
        return new Episode(id, startedAt, 1, Care.NONE, false, ground);
    }

    /** The episode with one more record. */
    Episode next() {
        return with(care);
    }

    /** The episode with one more record, which says what people have said by now. */
    Episode with(Care said) {
        return new Episode(id, startedAt, sequence + 1, said, flapping, ground);
    }

    /** The episode once its alert flaps. */
    Episode flaps() {
        return new Episode(id, startedAt, sequence, care, true, ground);
    }

    Episode on(Ground other) {
        return new Episode(id, startedAt, sequence, care, flapping, other);
    }

    /** Says in a record for subscribers which one it is, and what people have said of it. */
    void tell(Alert.Builder told) {
        told.setEpisodeId(id).setSequence(sequence).setStartedAt(startedAt);
        care.tell(told);
    }

    void encode(Encoder out) {
        out.text(id).number(startedAt).number(sequence);
        care.encode(out);
        out.flag(flapping);
        ground.encode(out);
    }

    static Episode decode(Decoder in) {
        return new Episode(
                in.text(),
                in.number(),
                in.number(),
                Care.decode(in),
                in.version() >= 4 && in.flag(),
                in.version() < 5 ? Ground.FINAL : Ground.decode(in));
    }
}
