package dev.vigia.processors.rules;

import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Severity;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One alert rule, checked and with its defaults filled in. Immutable.
 *
 * @param id unique among all rule sets, {@code [a-z0-9][a-z0-9._-]*}
 * @param title for people; {@code {label}} stands for the value of a group-by field
 * @param source which records it looks at; of a rule of parts, which the parts look at that do not say otherwise
 * @param filter CEL over one record; empty means every record
 * @param groupBy field paths; one alert for each combination of their values
 * @param aggregate what is computed over the window
 * @param condition what the computed value is compared with, and how bad it is
 * @param window how far back the aggregate looks at most, in whole buckets of 10 s; of a rule of parts, the longest of theirs,
 *     or the time that a sequence has
 * @param day the window is the calendar day so far in this time zone; empty: it slides
 * @param timing how long the condition has to hold, and to be gone
 * @param silence what a window without data says
 * @param active when the rule is judged at all; empty means always
 * @param minSamples how many happenings the window has to hold before it is judged, at least 1
 * @param maxAge how old a record may be and still fire
 * @param category {@code system}, {@code performance}, {@code business} or {@code security}
 * @param runbook where it says what to do
 * @param labels carried by every alert, which says beside them what word the rule has for its severity
 * @param maxGroups how many groups are known at a time in one partition of {@code signals}; what comes of others counts in
 *     {@link Overflow}
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
        Optional<ZoneId> day,
        Timing timing,
        Silence silence,
        Optional<Calendar> active,
        long minSamples,
        Duration maxAge,
        String category,
        Optional<String> runbook,
        Map<String, String> labels,
        int maxGroups) {

    /** How many groups a rule may ask for. */
    public static final int MOST_GROUPS = 1_000_000;

    /** The rules that records are counted for: its parts, or the rule itself where it has none. */
    public List<Rule> counted() {
        return aggregate instanceof Aggregate.Joint joint
                ? joint.parts().stream().map(Part::rule).toList()
                : List.of(this);
    }

    /** The labels of an alert that has one of its severities. */
    public SortedMap<String, String> labels(Condition.Level level) {
        SortedMap<String, String> all = new TreeMap<>(labels);
        level.word().keep(all);
        return all;
    }

    /** Whether records alone can bring the condition about, so that it is believed before its window is over. */
    public boolean firesAtOnce() {
        return aggregate instanceof Aggregate.Joint joint
                ? joint.firesAtOnce()
                : condition.comparison() == Condition.Comparison.ABOVE;
    }

    /** Whether more records of a window never bring back below the bound what has got above it: counts and maxima, no shares or means. */
    public boolean onlyGrows() {
        if (aggregate instanceof Aggregate.Joint joint) {
            return joint.parts().stream().allMatch(part -> part.rule().onlyGrows());
        }
        return aggregate instanceof Aggregate.Count
                || aggregate instanceof Aggregate.Rate
                || aggregate instanceof Aggregate.Distinct
                || aggregate instanceof Aggregate.NewTerm
                || aggregate instanceof Aggregate.Value value && value.statistic() == Aggregate.Statistic.MAX;
    }

    /**
     * One of the conditions of a rule that has several.
     *
     * @param name unique among the rule's parts
     * @param rule counts and compares as the part does: with one bound. Its id is that of the whole, and its groups have the same
     *     values
     */
    public record Part(String name, Rule rule) {

        /** Whether it holds at a value. */
        public boolean holds(double value) {
            return rule.condition.breaches(level(), value);
        }

        /** Its one bound. */
        public Condition.Level level() {
            return rule.condition.levels().get(0);
        }
    }

    /** Which topic a rule reads. */
    public enum Source {
        LOGS,
        METRICS,
        SPANS;

        /** The topic that has its records. */
        public Topic topic(Topics topics) {
            return switch (this) {
                case LOGS -> topics.logs();
                case METRICS -> topics.metrics();
                case SPANS -> topics.spans();
            };
        }

        /** The sources by the full names of their topics. */
        public static Map<String, Source> byTopic(Topics topics) {
            return Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(
                            source -> source.topic(topics).name(), Function.identity()));
        }
    }

    /** What a rule computes over its window. */
    public sealed interface Aggregate {

        /** How many happenings. */
        record Count() implements Aggregate {}

        /** How many happenings there are in a time, on an average of the window. */
        record Rate(Duration per) implements Aggregate {}

        /** Share of a whole, 0 to 1: of happenings where nothing else is said. */
        sealed interface Share extends Aggregate {

            /** What belongs to the share: CEL over one record that passed the rule's filter. */
            String part();
        }

        /** Share of happenings that are errors. */
        record ErrorRate(String part) implements Share {}

        /** Share of happenings that meet any other condition. */
        record Ratio(String part) implements Share {}

        /**
         * How many different values a field had: exact up to 512, beyond that with a standard error of 1.2 %. A value that is
         * missing or {@code ""} is none.
         */
        record Distinct(String field) implements Aggregate {}

        /**
         * Share of the different values of a field that records had which meet a condition: of all users, those who met an
         * error. Both are counted as by {@link Distinct}.
         */
        record DistinctRatio(String field, String part) implements Share {}

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

        /**
         * The line that a numeric field follows: Theil and Sen's, which a few odd values do not turn. It goes through one
         * value for each bucket, and there is none before the values span half of the window.
         */
        sealed interface Trend extends Aggregate {

            String field();

            /** What each bucket counts by: mean or last. */
            Statistic by();
        }

        /** By how much the line rises in a time; negative where it falls. */
        record Slope(String field, Statistic by, Duration per) implements Trend {}

        /**
         * Seconds from the window's end until the line reaches a target from below; 0 when it has. None while it does not rise.
         */
        record TimeTo(String field, Statistic by, double target) implements Trend {}

        /**
         * Whether the group is new: how many happenings it has in a window in which it was seen first.
         *
         * @param memory how long after its last record a group is known; then it is new again
         * @param learnFor how long after the rule came into force groups are learned without being told as new. Nothing is
         *     learned where the rule has counted from the first record on
         */
        record NewTerm(Duration memory, Duration learnFor) implements Aggregate {}

        /**
         * How the window compares with the one of the same length just before it. None while one of them has too few samples
         * or no value.
         *
         * @param minBefore how many happenings the one before has to hold. With 0 it counts as 0 where there are none, which
         *     then a ratio takes for one happening
         */
        record Change(Aggregate of, Comparing comparing, long minBefore) implements Aggregate {}

        /**
         * How many times as fast as it may the error budget of an objective is spent: 1 spends all of it in the time that the
         * objective is for.
         *
         * @param part CEL of the errors
         * @param budget share of the records that may be errors, above 0 and below 1
         */
        record BurnRate(String part, double budget) implements Aggregate {}

        /** Several conditions, each over its own window, that are judged together. */
        sealed interface Joint extends Aggregate {

            /** In the order of the file, at least one. */
            List<Part> parts();

            /** Whether records alone can bring it about. */
            boolean firesAtOnce();
        }

        /**
         * Conditions of which some hold at the end of a window, and others do not.
         *
         * @param conditions for each level of the rule's condition; the level holds as well while a more severe one does
         * @param objective what share of the records is to be good, in per cent, where the parts are its burn rates
         */
        record Composite(List<Part> parts, List<Expression> conditions, Optional<Double> objective) implements Joint {

            public Composite {
                parts = List.copyOf(parts);
                conditions = List.copyOf(conditions);
            }

            @Override
            public boolean firesAtOnce() {
                Set<Integer> later = new TreeSet<>();
                for (Expression condition : conditions) {
                    condition.forEach(true, (part, wanted) -> {
                        if (!wanted || !parts.get(part).rule().firesAtOnce()) later.add(part);
                    });
                }
                return later.isEmpty();
            }
        }

        /**
         * Conditions that hold one after another within the rule's window, by the ends of their own windows; at the same end is
         * in order.
         *
         * @param parts in the order in which they have to hold; one may be there twice
         * @param lastIsMissing whether the last one is not to hold from the one before to the end of the window, rather than to
         *     hold after it. There are two then
         */
        record Sequence(List<Part> parts, boolean lastIsMissing) implements Joint {

            public Sequence {
                parts = List.copyOf(parts);
            }

            @Override
            public boolean firesAtOnce() {
                return !lastIsMissing
                        && parts.stream().allMatch(part -> part.rule().firesAtOnce());
            }
        }

        /** How {@link Change} compares. */
        enum Comparing {
            /** Now divided by before; none where before is 0 or negative. */
            RATIO,
            /** Now less before. */
            DIFFERENCE
        }
    }

    /**
     * The bounds, all on one side. Strict: a value that equals the threshold does not fire (requirements 1.14).
     *
     * @param levels from the mildest to the most severe, at least one. Each lies further out than the one before, so that a
     *     value beyond one is beyond all milder ones
     */
    public record Condition(Comparison comparison, List<Level> levels) {

        public Condition {
            levels = List.copyOf(levels);
        }

        /** Which side of the threshold fires. */
        public enum Comparison {
            ABOVE,
            BELOW;

            boolean isBeyond(double value, double bound) {
                return this == ABOVE ? value > bound : value < bound;
            }
        }

        /**
         * One bound.
         *
         * @param word how bad it is, in the rule's word for that
         * @param recoverAt the value has to come back to here before it is over; the threshold, or a bound on its near side
         */
        public record Level(SeverityWord word, double threshold, double recoverAt) {

            /** In our own word. */
            public Level(Severity severity, double threshold, double recoverAt) {
                this(SeverityWord.of(severity), threshold, recoverAt);
            }

            public Severity severity() {
                return word.severity();
            }
        }

        /** From the mildest on. */
        public List<Severity> severities() {
            return levels.stream().map(Level::severity).toList();
        }

        /** Whether a value is beyond the threshold of a level. */
        public boolean breaches(Level level, double value) {
            return comparison.isBeyond(value, level.threshold());
        }

        /** Whether a value keeps up what has begun at a level. */
        public boolean keepsUp(Level level, double value) {
            return comparison.isBeyond(value, level.recoverAt());
        }

        /** Whether a value is beyond any bound at all. */
        public boolean concerns(double value) {
            return levels.stream().anyMatch(level -> keepsUp(level, value));
        }
    }

    /**
     * How long things have to last.
     *
     * @param holdFor how long the condition has to hold before the alert is active ({@code for})
     * @param consecutive how many adjacent windows have to breach before the alert is active. These windows tumble: they end at
     *     multiples of their length. 0 means that windows slide, and that {@code holdFor} counts
     * @param keepFiringFor how long the alert stays active after its last breach
     * @param recoverFor how long it has to be gone after that
     * @param watch how long it is watched after that before it is resolved; a breach goes on with the episode
     * @param flapping when it begins and ends too often to tell of each time; empty: never
     */
    public record Timing(
            Duration holdFor,
            int consecutive,
            Duration keepFiringFor,
            Duration recoverFor,
            Duration watch,
            Optional<Flapping> flapping) {

        /** From the end of the first window that has to breach to that of the last one, where windows are so long. */
        public Duration hold(Duration window) {
            return tumbles() ? window.multipliedBy(consecutive - 1L) : holdFor;
        }

        /** Whether windows end at multiples of their length. */
        public boolean tumbles() {
            return consecutive > 0;
        }
    }

    /**
     * When an alert flaps, and when it has settled.
     *
     * @param changes so many beginnings and ends together, at least 3
     * @param within in so long, of event time
     * @param settleFor how long it has to be gone before it is closed
     */
    public record Flapping(int changes, Duration within, Duration settleFor) {}

    /**
     * What it means when a known group has no data in the window.
     *
     * @param forgetAfter how long after its last record a group is known. Without {@code group_by} the one group is known
     *     always, even when there never was a record
     */
    public record Silence(NoData noData, Duration forgetAfter) {}

    /** What a window without data counts as. */
    public enum NoData {
        /** Nothing: the alert stays where it is. */
        IGNORE,
        /** What the window before it counted as. */
        KEEP_LAST,
        /** A window without a breach. */
        RESOLVE,
        /** A breach. */
        ALERT
    }
}
