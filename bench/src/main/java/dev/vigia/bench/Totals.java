package dev.vigia.bench;

import dev.vigia.processors.sketch.Sketch;
import dev.vigia.schemas.avro.Delta;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What requests of one series and bucket add up to: what a delta says of them, but for where they came from. Mutable, for
 * one thread.
 */
public final class Totals {

    private long count;
    private long errors;
    private long clientErrors;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private final Sketch sketch;

    public Totals() {
        this(new Sketch());
    }

    private Totals(Sketch sketch) {
        this.sketch = sketch;
    }

    public void add(Request request) {
        int status = request.status();
        double seconds = request.seconds();
        long weight = request.weight();
        count += weight;
        if (status >= 500) errors += weight;
        else if (status >= 400) clientErrors += weight;
        sum += seconds * weight;
        min = Math.min(min, seconds);
        max = Math.max(max, seconds);
        sketch.add(seconds, weight);
    }

    /** Adds all requests of others, which stay as they are. */
    public void merge(Totals others) {
        merge(others.count, others.errors, others.clientErrors, others.sum);
        min = Math.min(min, others.min);
        max = Math.max(max, others.max);
        sketch.merge(others.sketch);
    }

    /** Adds all requests of a delta. */
    public void merge(Delta delta) {
        merge(delta.getCount(), delta.getErrors(), delta.getClientErrors(), delta.getSum());
        min = Math.min(min, delta.getMin());
        max = Math.max(max, delta.getMax());
        ByteBuffer bytes = delta.getSketch();
        if (bytes != null) sketch.merge(bytes);
    }

    private void merge(long otherCount, long otherErrors, long otherClientErrors, double otherSum) {
        count += otherCount;
        errors += otherErrors;
        clientErrors += otherClientErrors;
        sum += otherSum;
    }

    long count() {
        return count;
    }

    long errors() {
        return errors;
    }

    long clientErrors() {
        return clientErrors;
    }

    /** Seconds that all of them took. */
    double sum() {
        return sum;
    }

    Sketch sketch() {
        return sketch;
    }

    /**
     * A delta without evidence.
     *
     * @param bucket milliseconds since 1970-01-01 UTC
     */
    public Delta toDelta(String service, String route, long bucket) {
        return Delta.newBuilder()
                .setCut(0)
                .setSeries(Expectation.REQUESTS)
                .setSpec(0)
                .setGroup(List.of(service, route))
                .setBucket(bucket)
                .setCount(count)
                .setErrors(errors)
                .setClientErrors(clientErrors)
                .setValues(count)
                .setSum(sum)
                .setMin(min)
                .setMax(max)
                .setSketch(sketch.toBytes())
                .setFirstOffset(0)
                .setLastOffset(0)
                .build();
    }

    /** For {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeLong(errors);
        out.writeLong(clientErrors);
        out.writeDouble(sum);
        out.writeDouble(min);
        out.writeDouble(max);
        byte[] bytes = sketch.toBytes().array();
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** What {@link #write} wrote. */
    public static Totals read(DataInput in) throws IOException {
        long count = in.readLong();
        long errors = in.readLong();
        long clientErrors = in.readLong();
        double sum = in.readDouble();
        double min = in.readDouble();
        double max = in.readDouble();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        Totals totals = new Totals(Sketch.of(ByteBuffer.wrap(bytes)));
        totals.merge(count, errors, clientErrors, sum);
        totals.min = min;
        totals.max = max;
        return totals;
    }
}
