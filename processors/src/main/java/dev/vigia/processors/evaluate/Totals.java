package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Delta;

/**
 * What the records of a bucket or of a window add up to. The fields are those of {@link Delta}. Doubles do not add
 * associatively, so the order of adding is part of the result: the order of the log within a bucket, of time among buckets.
 */
record Totals(
        long count, long errors, long values, double sum, double min, double max, double last, long lastTimestamp) {

    static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0);

    static Totals of(Delta delta) {
        return new Totals(
                delta.getCount(),
                delta.getErrors(),
                delta.getValues(),
                delta.getSum(),
                delta.getMin(),
                delta.getMax(),
                delta.getLast(),
                delta.getLastTimestamp());
    }

    Totals plus(Totals other) {
        if (other.values == 0) {
            return new Totals(count + other.count, errors + other.errors, values, sum, min, max, last, lastTimestamp);
        }
        boolean later = values == 0 || other.lastTimestamp >= lastTimestamp;
        return new Totals(
                count + other.count,
                errors + other.errors,
                values + other.values,
                sum + other.sum,
                values == 0 ? other.min : Math.min(min, other.min),
                values == 0 ? other.max : Math.max(max, other.max),
                later ? other.last : last,
                later ? other.lastTimestamp : lastTimestamp);
    }

    /**
     * Mean of the values, of which there has to be one. It lies between the least and the largest, where a sum of doubles may
     * lead beyond: ten times 0.8 are no more than 0.8.
     */
    double mean() {
        return Math.max(min, Math.min(max, sum / values));
    }

    void encode(Encoder out) {
        out.number(count).number(errors).number(values);
        if (values != 0) out.real(sum).real(min).real(max).real(last).number(lastTimestamp);
    }

    static Totals decode(Decoder in) {
        long count = in.number();
        long errors = in.number();
        long values = in.number();
        if (values == 0) return new Totals(count, errors, 0, 0, 0, 0, 0, 0);
        return new Totals(count, errors, values, in.real(), in.real(), in.real(), in.real(), in.number());
    }
}
