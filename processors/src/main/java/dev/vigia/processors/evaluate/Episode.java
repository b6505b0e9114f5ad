package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/**
 * What stays the same from the first breach to the resolve, and what people have said meanwhile.
 *
 * @param id 16 hexadecimal digits
 * @param startedAt event time of the first breach, milliseconds since 1970-01-01 UTC
 * @param sequence number of the last record that told of it, from 1
 */
record Episode(String id, long startedAt, long sequence, Care care) {

    static Episode begin(String id, long startedAt) {
        return new Episode(id, startedAt, 1, Care.NONE);
    }

    /** The episode with one more record. */
    Episode next() {
        return with(care);
    }

    /** The episode with one more record, which says what people have said by now. */
    Episode with(Care said) {
        return new Episode(id, startedAt, sequence + 1, said);
    }

    void encode(Encoder out) {
        out.text(id).number(startedAt).number(sequence);
        care.encode(out);
    }

    static Episode decode(Decoder in) {
        return new Episode(in.text(), in.number(), in.number(), Care.decode(in));
    }
}
