package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.List;

/**
 * What stays the same from the first breach to the resolve, and what people have said meanwhile.
 *
 * @param id 16 hexadecimal digits
 * @param startedAt event time of the first breach, milliseconds since 1970-01-01 UTC
 * @param sequence number of the last record that told of it, from 1
 * @param flapping whether the alert has begun and ended so often that it is kept open
 * @param grounds what each severity of the rule stands on, from the mildest; those at the end that are not there are final
 */
record Episode(String id, long startedAt, long sequence, Care care, boolean flapping, List<Ground> grounds) {

    Episode {
        grounds = List.copyOf(grounds);
    }

    static Episode begin(String id, long startedAt, List<Ground> grounds) {
        return new Episode(id, startedAt, 1, Care.NONE, false, grounds);
    }

    /** What a severity stands on. */
    Ground ground(int level) {
        return level < grounds.size() ? grounds.get(level) : Ground.FINAL;
    }

    /** The episode with one more record. */
    Episode next() {
        return with(care);
    }

    /** The episode with one more record, which says what people have said by now. */
    Episode with(Care said) {
        return new Episode(id, startedAt, sequence + 1, said, flapping, grounds);
    }

    /** The episode once its alert flaps. */
    Episode flaps() {
        return new Episode(id, startedAt, sequence, care, true, grounds);
    }

    /** The episode, with one severity standing on something else. */
    Episode on(int level, Ground other) {
        List<Ground> all = new ArrayList<>(grounds);
        while (all.size() <= level) all.add(Ground.FINAL);
        all.set(level, other);
        return new Episode(id, startedAt, sequence, care, flapping, all);
    }

    /** The episode as one that nothing takes away. */
    Episode settled() {
        return new Episode(id, startedAt, sequence, care, flapping, List.of());
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
        out.number(grounds.size());
        grounds.forEach(ground -> ground.encode(out));
    }

    static Episode decode(Decoder in) {
        return new Episode(
                in.text(),
                in.number(),
                in.number(),
                Care.decode(in),
                in.version() >= 4 && in.flag(),
                decodeGrounds(in));
    }

    private static List<Ground> decodeGrounds(Decoder in) {
        if (in.version() < 5) return List.of();
        List<Ground> grounds = new ArrayList<>();
        int levels = in.version() < 7 ? 1 : in.integer();
        for (int i = 0; i < levels; i++) grounds.add(Ground.decode(in));
        return grounds;
    }
}
