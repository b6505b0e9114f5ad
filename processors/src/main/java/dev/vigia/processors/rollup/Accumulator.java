package dev.vigia.processors.rollup;

import dev.vigia.processors.sketch.Sketch;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Rollup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One part of one minute of a series while it grows. Mutable. */
final class Accumulator {

    /** Milliseconds of a window. */
    static final long MINUTE = 60_000;

    /** How long after its end, and after its last update, a window stays open: milliseconds of data time. */
    static final long KEPT_OPEN = 3_600_000;

    private static final byte VERSION = 1;

    private final Series series;
    private final long windowStart;
    private final long part;

    private long revision;
    private long updated;
    private long count;
    private long errors;
    private long clientErrors;
    private long values;
    private double sum;
    private double min;
    private double max;
    private double last;
    private long lastTimestamp = Long.MIN_VALUE;
    private Optional<Sketch> sketch = Optional.empty();

    /** @param part 0, or the data time in milliseconds at which a later part begins */
    Accumulator(Series series, long windowStart, long part) {
        this.series = series;
        this.windowStart = windowStart;
        this.part = part;
    }

    /**
     * Adds a delta that came at a data time.
     *
     * @param total what its values add: their sum, or what the counter has grown by
     */
    void add(Delta delta, double total, long dataTime) {
        updated = Math.max(updated, dataTime);
        count += delta.getCount();
        errors += delta.getErrors();
        clientErrors += delta.getClientErrors();
        if (delta.getValues() > 0) {
            min = values == 0 ? delta.getMin() : Math.min(min, delta.getMin());
            max = values == 0 ? delta.getMax() : Math.max(max, delta.getMax());
            sum += total;
            values += delta.getValues();
            if (delta.getLastTimestamp() >= lastTimestamp) {
                last = delta.getLast();
                lastTimestamp = delta.getLastTimestamp();
            }
        }
        ByteBuffer bytes = delta.getSketch();
        if (bytes != null) {
            if (sketch.isEmpty()) sketch = Optional.of(new Sketch());
            sketch.get().merge(bytes);
        }
    }

    /** The minute of data time from which on it is closed, counted from 1970. */
    long closesAt() {
        return Math.floorDiv(Math.max(updated, windowStart + MINUTE) + KEPT_OPEN, MINUTE) + 1;
    }

    /** The next record of this part. */
    Rollup nextRevision() {
        revision++;
        return Rollup.newBuilder()
                .setKind(series.kind())
                .setService(series.service())
                .setDimensions(series.dimensions())
                .setWindowStart(windowStart)
                .setWindowEnd(windowStart + MINUTE)
                .setPart(part)
                .setRevision(revision)
                .setCount(count)
                .setErrors(errors)
                .setClientErrors(clientErrors)
                .setValues(values)
                .setSum(sum)
                .setMin(min)
                .setMax(max)
                .setLast(last)
                .setP50(percentile(50))
                .setP95(percentile(95))
                .setP99(percentile(99))
                .setSketch(sketch.map(Sketch::toBytes).orElse(null))
                .build();
    }

    /** The key of its records: {@code kind|service|dims|window_start|part}. */
    String rollupKey() {
        return series.key(windowStart) + "|" + part;
    }

    // A bin's middle may lie a little beyond the values in it.
    private double percentile(double percentile) {
        double value = sketch.map(s -> s.percentile(percentile)).orElse(0.0);
        return values == 0 ? value : Math.max(min, Math.min(max, value));
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            for (long number :
                    new long[] {windowStart, part, revision, updated, count, errors, clientErrors, values, lastTimestamp
                    }) {
                out.writeLong(number);
            }
            for (double number : new double[] {sum, min, max, last}) out.writeDouble(number);
            write(out, series.kind());
            write(out, series.service());
            out.writeInt(series.dimensions().size());
            for (Map.Entry<String, String> dimension : series.dimensions().entrySet()) {
                write(out, dimension.getKey());
                write(out, dimension.getValue());
            }
            out.writeBoolean(sketch.isPresent());
            if (sketch.isPresent()) out.write(sketch.get().toBytes().array());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail.", e);
        }
        return bytes.toByteArray();
    }

    static Accumulator of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION)
                throw new IllegalStateException("A rollup was put away in an unknown form " + version);
            long[] n = new long[9];
            for (int i = 0; i < n.length; i++) n[i] = in.readLong();
            double[] d = new double[4];
            for (int i = 0; i < d.length; i++) d[i] = in.readDouble();
            Accumulator read = new Accumulator(readSeries(in), n[0], n[1]);
            read.revision = n[2];
            read.updated = n[3];
            read.count = n[4];
            read.errors = n[5];
            read.clientErrors = n[6];
            read.values = n[7];
            read.lastTimestamp = n[8];
            read.sum = d[0];
            read.min = d[1];
            read.max = d[2];
            read.last = d[3];
            if (in.readBoolean()) read.sketch = Optional.of(Sketch.of(ByteBuffer.wrap(in.readAllBytes())));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("A rollup was put away incompletely.", e);
        }
    }

    private static Series readSeries(DataInputStream in) throws IOException {
        String kind = read(in);
        String service = read(in);
        Map<String, String> dimensions = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) dimensions.put(read(in), read(in));
        return new Series(kind, service, dimensions);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
