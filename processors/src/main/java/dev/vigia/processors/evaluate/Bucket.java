package dev.vigia.processors.evaluate;

import dev.vigia.processors.sketch.Sketch;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Delta;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Ten seconds of event time of one group: all its deltas merged. Immutable. */
final class Bucket {

    private static final int LAYOUT = 1;

    private final Totals totals;
    private final Origins origins;
    private final byte[] sketch;

    private Bucket(Totals totals, Origins origins, byte[] sketch) {
        this.totals = totals;
        this.origins = origins;
        this.sketch = sketch;
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

    /** @param partition that the delta's records came from */
    static Bucket of(int partition, Delta delta) {
        Origins origins = new Origins();
        origins.add(partition, delta);
        return new Bucket(Totals.of(delta), origins, sketch(delta));
    }

    /** This bucket with one more delta. */
    Bucket plus(int partition, Delta delta) {
        Origins both = new Origins();
        both.add(origins);
        both.add(partition, delta);
        return new Bucket(totals.plus(Totals.of(delta)), both, merged(sketch, sketch(delta)));
    }

    private static byte[] sketch(Delta delta) {
        if (delta.getSketch() == null) return new byte[0];
        byte[] bytes = new byte[delta.getSketch().remaining()];
        delta.getSketch().duplicate().get(bytes);
        return bytes;
    }

    private static byte[] merged(byte[] one, byte[] other) {
        if (one.length == 0) return other;
        if (other.length == 0) return one;
        Sketch sketch = Sketch.of(ByteBuffer.wrap(one));
        sketch.merge(ByteBuffer.wrap(other));
        ByteBuffer bytes = sketch.toBytes();
        byte[] out = new byte[bytes.remaining()];
        bytes.get(out);
        return out;
    }

    byte[] encode() {
        Encoder out = new Encoder(LAYOUT);
        totals.encode(out);
        origins.encode(out);
        return out.bytes(sketch).toBytes();
    }

    static Bucket decode(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        return new Bucket(Totals.decode(in), Origins.decode(in), in.bytes());
    }
}
