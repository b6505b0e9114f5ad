package dev.vigia.processors.evaluate;

import dev.vigia.processors.sketch.Distinct;
import dev.vigia.processors.sketch.Sketch;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Delta;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stretch of event time of one group, ten seconds or a chunk: all its deltas merged. Immutable. */
final class Bucket {

    /** Since 2 with the distinct values, since 3 with those of bad records. */
    private static final int LAYOUT = 3;

    private static final byte[] NOTHING = {};

    private final Totals totals;
    private final Origins origins;
    private final byte[] sketch;
    private final byte[] distinct;
    private final byte[] badDistinct;

    private Bucket(Totals totals, Origins origins, byte[] sketch, byte[] distinct, byte[] badDistinct) {
        this.totals = totals;
        this.origins = origins;
        this.sketch = sketch;
        this.distinct = distinct;
        this.badDistinct = badDistinct;
    }

    Totals totals() {
        return totals;
    }

    Origins origins() {
        return origins;
    }

    /** The values, for percentiles; empty when the deltas have no sketch. */
    Optional<Sketch> sketch() {
        return sketch.length == 0 ? Optional.empty() : Optional.of(Sketch.of(ByteBuffer.wrap(sketch)));
    }

    /** The different values; empty when the deltas do not tell them apart. */
    Optional<Distinct> distinct() {
        return distinct(distinct);
    }

    /** Those of bad records; empty when the deltas do not tell. */
    Optional<Distinct> badDistinct() {
        return distinct(badDistinct);
    }

    private static Optional<Distinct> distinct(byte[] bytes) {
        return bytes.length == 0 ? Optional.empty() : Optional.of(Distinct.of(ByteBuffer.wrap(bytes)));
    }

    /** @param partition that the delta's records came from */
    static Bucket of(int partition, Delta delta) {
        Origins origins = new Origins();
        origins.add(partition, delta);
        return new Bucket(
                Totals.of(delta),
                origins,
                bytes(delta.getSketch()),
                bytes(delta.getDistinct()),
                bytes(delta.getBadDistinct()));
    }

    /** This bucket with one more delta. */
    Bucket plus(int partition, Delta delta) {
        return plus(of(partition, delta));
    }

    /** This bucket with all of another one. */
    Bucket plus(Bucket other) {
        Origins both = new Origins();
        both.add(origins);
        both.add(other.origins);
        return new Bucket(
                totals.plus(other.totals),
                both,
                mergedSketches(sketch, other.sketch),
                mergedDistinct(distinct, other.distinct),
                mergedDistinct(badDistinct, other.badDistinct));
    }

    private static byte[] mergedSketches(byte[] one, byte[] other) {
        if (one.length == 0) return other;
        if (other.length == 0) return one;
        Sketch sketch = Sketch.of(ByteBuffer.wrap(one));
        sketch.merge(ByteBuffer.wrap(other));
        return bytes(sketch.toBytes());
    }

    private static byte[] mergedDistinct(byte[] one, byte[] other) {
        if (one.length == 0) return other;
        if (other.length == 0) return one;
        Distinct distinct = Distinct.of(ByteBuffer.wrap(one));
        distinct.merge(ByteBuffer.wrap(other));
        return bytes(distinct.toBytes());
    }

    private static byte[] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) return NOTHING;
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT);
        totals.encode(out);
        origins.encode(out);
        return out.bytes(sketch).bytes(distinct).bytes(badDistinct).toBytes();
    }

    static Bucket decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        return new Bucket(
                Totals.decode(in),
                Origins.decode(in),
                in.bytes(),
                in.version() < 2 ? NOTHING : in.bytes(),
                in.version() < 3 ? NOTHING : in.bytes());
    }
}
