package dev.vigia.processors.evaluate;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Metric;

/** What came of folding one signal. */
public sealed interface Outcome {

    /** A transition, for {@code alerts}, {@code alerts.current} and {@code dispatch.signals}. */
    record Transitioned(Alert alert) implements Outcome {}

    /**
     * The cuts of an input partition leave a gap or overlap, so something was lost or counted twice. The fold goes on from
     * the cut as it is.
     *
     * @param expectedFrom offset at which the cut should have begun
     * @param from offset at which it began
     */
    record BrokenCut(String topic, int partition, long expectedFrom, long from) implements Outcome {}

    /** That a rule has more groups than it may, or no longer, for {@code metrics}. */
    record Measured(Metric metric) implements Outcome {}

    /**
     * A rule file could not be read; the rules stay as they were.
     *
     * @param version its offset in {@code control}
     */
    record RejectedRules(String file, long version, String problem) implements Outcome {}
}
