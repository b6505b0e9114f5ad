package dev.vigia.processors.rules;

import dev.vigia.schemas.avro.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One alert rule, checked and with its defaults filled in. Immutable.
 *
 * @param id unique among all rule sets, {@code [a-z0-9][a-z0-9._-]*}
 * @param title for people; {@code {label}} stands for the value of a group-by field
 * @param source which records it looks at
 * @param filter CEL over one record; empty means every record
 * @param groupBy field paths; one alert for each combination of their values
 * @param aggregate what is computed over the window
 * @param condition what the computed value is compared with
 * @param window how far back the aggregate looks, in whole buckets of 10 s
 * @param holdFor how long the condition has to hold before the alert is active ({@code for})
 * @param recoverFor how long it has to be gone before the alert is resolved
 * @param minSamples how many happenings the window has to hold before it is judged, at least 1
 * @param maxAge how old a record may be and still fire
 * @param severity how bad it is
 * @param category {@code system}, {@code performance}, {@code business} or {@code security}
 * @param runbook where it says what to do
 * @param labels carried by every alert
 */
public record Rule(
        String id,
        String title,
        Source source,
        String filter,
        List<String> groupBy,
        Aggregate aggregate,
        Condition condition,
        Duration window,
        Duration holdFor,
        Duration recoverFor,
        long minSamples,
        Duration maxAge,
        Severity severity,
        String category,
        Optional<String> runbook,
        Map<String, String> labels) {

    /** Which topic a rule reads. */
    public enum Source {
        LOGS,
        METRICS,
        SPANS
    }

    /** What a rule computes over its window. */
    public sealed interface Aggregate {

        /** How many happenings. */
        record Count() implements Aggregate {}

        /**
         * Share of happenings that are errors, 0 to 1.
         *
         * @param errors CEL over one record that passed the rule's filter
         */
        record ErrorRate(String errors) implements Aggregate {}

        /**
         * A percentile of a numeric field, within 1 % of the true value.
         *
         * @param field path of the field
         * @param percentile above 0, below 100
         */
        record Percentile(String field, double percentile) implements Aggregate {}

        /** A statistic of a numeric field. */
        record Value(String field, Statistic statistic) implements Aggregate {}

        /** What {@link Value} computes; {@code LAST} is the value with the latest time stamp. */
        enum Statistic {
            MEAN,
            MIN,
            MAX,
            SUM,
            LAST
        }
    }

    /** The bound. Strict: a value that equals the threshold does not fire (requirements 1.14). */
    public record Condition(Comparison comparison, double threshold) {

        /** Which side of the threshold fires. */
        public enum Comparison {
            ABOVE,
            BELOW
        }

        public boolean breachedBy(double value) {
            return comparison == Comparison.ABOVE ? value > threshold : value < threshold;
        }
    }
}
