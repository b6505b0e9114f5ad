package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the records of a bucket or of a window came from. All of one topic, the rule's. Mutable. */
final class Origins {

    private static final int EXEMPLARS = 5;

    /** By partition. */
    private final Map<Integer, Range> ranges = new TreeMap<>();
    /** Bad ones before others, then in the order of the log. */
    private final List<Sample> exemplars = new ArrayList<>();

    /** Offsets, both inclusive, and how many happenings they stand for. */
    record Range(long from, long to, long count) {

        Range and(Range other) {
            return new Range(Math.min(from, other.from), Math.max(to, other.to), count + other.count);
        }
    }

    /** One record; {@code bad} when it comes from a delta that has bad ones. */
    record Sample(int partition, long offset, boolean bad) {}

    Map<Integer, Range> ranges() {
        return ranges;
    }

    List<Sample> exemplars() {
        return exemplars;
    }

    void add(int partition, Delta delta) {
        Range range = new Range(delta.getFirstOffset(), delta.getLastOffset(), delta.getCount());
        ranges.merge(partition, range, Range::and);
        for (long offset : delta.getExemplars()) add(new Sample(partition, offset, delta.getErrors() > 0));
    }

    void add(Origins other) {
        other.ranges.forEach((partition, range) -> ranges.merge(partition, range, Range::and));
        other.exemplars.forEach(this::add);
    }

    private void add(Sample sample) {
        int bad = (int) exemplars.stream().filter(Sample::bad).count();
        int at = sample.bad() ? bad : exemplars.size();
        if (at >= EXEMPLARS) return;
        exemplars.add(at, sample);
        if (exemplars.size() > EXEMPLARS) exemplars.remove(EXEMPLARS);
    }

    void encode(Encoder out) {
        out.number(ranges.size());
        ranges.forEach((partition, range) -> out.number(partition)
                .number(range.from())
                .number(range.to() - range.from())
                .number(range.count()));
        out.number(exemplars.size());
        exemplars.forEach(
                sample -> out.number(sample.partition()).number(sample.offset()).flag(sample.bad()));
    }

    static Origins decode(Decoder in) {
        Origins origins = new Origins();
        for (int i = in.integer(); i > 0; i--) {
            int partition = in.integer();
            long from = in.number();
            origins.ranges.put(partition, new Range(from, from + in.number(), in.number()));
        }
        for (int i = in.integer(); i > 0; i--) {
            origins.exemplars.add(new Sample(in.integer(), in.number(), in.flag()));
        }
        return origins;
    }
}
