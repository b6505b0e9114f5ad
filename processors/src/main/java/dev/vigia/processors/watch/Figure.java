package dev.vigia.processors.watch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is measured, and of what.
 *
 * @param measure what is measured
 * @param attributes of what, by name
 */
record Figure(Measure measure, SortedMap<String, String> attributes) implements Comparable<Figure> {

    private static final Comparator<Figure> ORDER =
            Comparator.comparing(Figure::measure).thenComparing(figure -> figure.attributes.toString());

    /** All there is; the order is that of telling, and the names are part of the contract with rules. */
    enum Measure {
        /** Records that a consumer group has not read; transaction markers between them may count, too. */
        LAG("vigia.consumer.lag", "{record}", MetricType.GAUGE),
        /** For how long the oldest record that a consumer group has not read has been in the topic. */
        DELAY("vigia.consumer.delay", "s", MetricType.GAUGE),
        /** Whether somebody has paused or stopped a connector. */
        PAUSED("vigia.sink.paused", "1", MetricType.GAUGE),
        /** How many tasks of a connector have failed, the connector itself included. */
        FAILED("vigia.sink.failed", "{task}", MetricType.GAUGE),
        /** Whether Connect does not say how its connectors do. */
        UNREACHABLE("vigia.connect.unreachable", "1", MetricType.GAUGE),
        DEAD_LETTERS("vigia.dead_letters", "{record}", MetricType.COUNTER),
        /** Attempts to tell somebody that failed; {@code final} says whether for good. */
        CHANNEL_FAILURES("vigia.channel.failures", "{attempt}", MetricType.COUNTER);

        private final String text;
        private final String unit;
        private final MetricType type;

        Measure(String text, String unit, MetricType type) {
            this.text = text;
            this.unit = unit;
            this.type = type;
        }

        String text() {
            return text;
        }
    }

    static Figure of(Measure measure, Map<String, String> attributes) {
        return new Figure(measure, new TreeMap<>(attributes));
    }

    /** @param at milliseconds since 1970-01-01 UTC */
    Metric metric(double value, long at) {
        return Metric.newBuilder()
                .setTimestamp(at * 1_000)
                .setName(measure.text)
                .setUnit(measure.unit)
                .setType(measure.type)
                .setValue(value)
                .setService("vigia")
                .setAttributes(new TreeMap<>(attributes))
                .build();
    }

    void encode(Encoder out) {
        out.text(measure.name()).texts(attributes);
    }

    static Figure decode(Decoder in) {
        return new Figure(Measure.valueOf(in.text()), in.texts());
    }

    @Override
    public int compareTo(Figure other) {
        return ORDER.compare(this, other);
    }
}
