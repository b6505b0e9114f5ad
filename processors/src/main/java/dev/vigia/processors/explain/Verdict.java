package dev.vigia.processors.explain;

import java.util.List;

/** What came of computing a transition's numbers again. */
public sealed interface Verdict {

    /** Every number comes out as it was told, to the last bit. */
    record Match() implements Verdict {}

    /** Something else comes out. */
    record Differs(List<Difference> differences) implements Verdict {

        public Differs {
            differences = List.copyOf(differences);
        }
    }

    /** Not all of the records are there any more. */
    record Expired(List<Gap> gaps) implements Verdict {

        public Expired {
            gaps = List.copyOf(gaps);
        }
    }

    /** Nobody can tell, or not in this way. */
    record Unknown(String reason) implements Verdict {}

    /**
     * One thing that differs.
     *
     * @param what a field of the alert, or a range of its evidence
     */
    record Difference(String what, String recorded, String computed) {

        /** The same as a part of the alert has it. */
        Difference in(String part) {
            return new Difference(part + "." + what, recorded, computed);
        }
    }

    /** Offsets that retention has taken, both inclusive. */
    record Gap(String topic, int partition, long from, long to) {}
}
