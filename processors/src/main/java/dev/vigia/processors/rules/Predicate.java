package dev.vigia.processors.rules;

import org.apache.avro.specific.SpecificRecord;

/** A condition on one record. Never throws, has no state. */
@FunctionalInterface
interface Predicate {

    Match test(SpecificRecord record);

    /** As CEL has it: one side that is false decides, whatever becomes of the other. */
    default Predicate and(Predicate other) {
        return record -> {
            Match left = test(record);
            if (left == Match.NO) return Match.NO;
            Match right = other.test(record);
            return left == Match.YES || right == Match.NO ? right : Match.ERROR;
        };
    }

    /** As CEL has it: one side that is true decides, whatever becomes of the other. */
    default Predicate or(Predicate other) {
        return record -> {
            Match left = test(record);
            if (left == Match.YES) return Match.YES;
            Match right = other.test(record);
            return left == Match.NO || right == Match.YES ? right : Match.ERROR;
        };
    }

    default Predicate not() {
        return record -> test(record).not();
    }
}
