package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * How an alert's value has come about, against its bound.
 *
 * @param part whose value it is; empty where the rule has no parts
 * @param condition in words, for instance {@code error_rate > 0.05}
 * @param values the oldest first; NaN where a window had none. At least two are numbers
 * @param step from the end of one window to the end of the next
 * @param end of the last window: milliseconds since 1970-01-01 UTC
 * @param above whether what is above the bound is bad, and not what is below it
 */
public record Course(
        Optional<String> part,
        String condition,
        List<Double> values,
        Duration step,
        long end,
        double bound,
        boolean above) {

    private static final int FEWEST = 2;

    public Course {
        values = List.copyOf(values);
    }

    /** Empty where there is nothing to see: too few values, or no bound. */
    public static Optional<Course> of(Alert alert) {
        Optional<AlertPart> part = part(alert);
        String condition = part.map(AlertPart::getCondition).orElse(alert.getCondition());
        Optional<Comparison> comparison = Comparison.of(condition);
        if (comparison.isEmpty() || part.isEmpty() != alert.getParts().isEmpty()) return Optional.empty();
        Course course = new Course(
                part.map(AlertPart::getName),
                condition,
                alert.getRecent().stream().map(Course::number).toList(),
                Duration.ofMillis(alert.getRecentStep()),
                alert.getWindowEnd(),
                alert.getThreshold(),
                comparison.get() == Comparison.ABOVE);
        return course.numbers().count() < FEWEST ? Optional.empty() : Optional.of(course);
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    /** The one whose value and bound are told as the alert's. */
    private static Optional<AlertPart> part(Alert alert) {
        return alert.getParts().stream()
                .filter(part -> Double.compare(part.getValue(), alert.getValue()) == 0)
                .filter(part -> Double.compare(part.getThreshold(), alert.getThreshold()) == 0)
                .filter(part -> part.getSamples() == alert.getSamples())
                .findFirst();
    }

    /** From the end of the first window to the end of the last. */
    public Duration length() {
        return step.multipliedBy(values.size() - 1L);
    }

    /** Whether a value is what the condition asks for. NaN is not. */
    public boolean isBeyond(double value) {
        return above ? value > bound : value < bound;
    }

    /** The least of the values. */
    public double least() {
        return numbers().min().orElseThrow();
    }

    /** The largest of the values. */
    public double largest() {
        return numbers().max().orElseThrow();
    }

    /** Where a scale begins that shows values and bound: 0, unless they lie far from it and close together. */
    public double bottom() {
        double lowest = Math.min(least(), bound);
        double highest = Math.max(largest(), bound);
        boolean farFromZero = lowest < 0 || lowest > highest / 2;
        return farFromZero ? lowest - (highest - lowest) / 10 : 0;
    }

    /** Where such a scale ends. It is above the bottom. */
    public double top() {
        double highest = Math.max(largest(), bound);
        return highest > bottom() ? highest + (highest - bottom()) / 10 : bottom() + 1;
    }

    private DoubleStream numbers() {
        return values.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite);
    }
}
