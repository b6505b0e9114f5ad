package dev.vigia.processors.verify;

import dev.vigia.schemas.avro.Cut;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What folding the log again has shown: one check for each claim, in the order of the data flow. */
public record Report(List<Check> checks) {

    public Report {
        checks = List.copyOf(checks);
    }

    /** Whether nothing differs. What could not be checked does not count against it. */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /**
     * One claim.
     *
     * @param name {@code cuts}, {@code deltas} or {@code alerts}
     * @param first what differs first, if anything does
     * @param differences how many were met; behind the first in an output partition there may be more
     * @param counts how much was looked at, by what it is, in the order of importance
     * @param unchecked what could not be looked at, and why: one sentence each
     */
    public record Check(
            String name,
            Optional<Difference> first,
            long differences,
            Map<String, Long> counts,
            List<String> unchecked) {

        public boolean passed() {
            return first.isEmpty();
        }
    }

    /**
     * Something that is not as folding again makes it.
     *
     * @param topic of the record that differs, or that something is missing after
     * @param offset of that record; -1 where there is none
     * @param field of its value
     * @param detail what it is, and what it should be
     */
    public record Difference(String topic, int partition, long offset, String field, String detail) {

        /**
         * A cut whose records are not all in its topic, or more than those.
         *
         * @param found how many are there
         */
        public static Difference miscounted(Cut cut, int found) {
            return new Difference(
                    cut.getTopic(),
                    cut.getPartition(),
                    cut.getFromOffset(),
                    "records of the cut",
                    cut.getRecords() + " were folded up to offset " + cut.getToOffset() + ", " + found + " are there");
        }

        @Override
        public String toString() {
            return topic + "-" + partition + " offset " + offset + ", " + field + ": " + detail;
        }
    }
}
