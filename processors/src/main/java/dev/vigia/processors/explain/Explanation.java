package dev.vigia.processors.explain;

import dev.vigia.processors.evaluate.Recomputed.Computed;
import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One transition, and what comes out when its numbers are computed again.
 *
 * @param rule the version of it that decided; empty when {@code control} does not have it
 * @param computed empty when it was not got so far
 * @param parts of a rule of parts, each of them
 * @param read what was read of the rule's topics, by partition
 * @param records some of those that counted, bad ones first, then in the order in which they were counted
 */
public record Explanation(
        Alert alert,
        Optional<Rule> rule,
        Verdict verdict,
        Optional<Computed> computed,
        List<Part> parts,
        List<Read> read,
        List<Counted> records) {

    public Explanation {
        parts = List.copyOf(parts);
        read = List.copyOf(read);
        records = List.copyOf(records);
    }

    /**
     * What was read of one partition.
     *
     * @param from first offset
     * @param to last offset, inclusive
     * @param records how many records lie there
     * @param counted how many happenings of them counted; with {@code compare} in both windows
     * @param parts names of the rule's parts that it was read for; empty where it has none
     */
    public record Read(
            String topic, int partition, long from, long to, long records, long counted, List<String> parts) {

        public Read {
            parts = List.copyOf(parts);
        }
    }

    /**
     * What comes out of one part of a rule.
     *
     * @param rule the part as a rule by itself
     * @param recorded as the transition tells of it
     * @param computed empty when it was not got so far. That it holds does not say that it came in order
     */
    public record Part(Rule rule, AlertPart recorded, Verdict verdict, Optional<AlertPart> computed) {}

    /** One record that counted. */
    public record Counted(String topic, int partition, long offset, SpecificRecord record) {}
}
