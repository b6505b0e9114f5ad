package dev.vigia.chaos.load;

import java.util.BitSet;

/**
 * What a lane says of its records: what it was told, and what has to become of those that were written. Of a record that was
 * neither acknowledged nor refused nobody knows whether it was.
 *
 * @param lane its name
 * @param number names it in the ids of its records
 * @param sent how many records it has sent, numbered from 0
 * @param acknowledged numbers of those that are written
 * @param refused numbers of those that are not, and will not be
 */
public record Claim(String lane, int number, Signal signal, Fate fate, int sent, BitSet acknowledged, BitSet refused) {

    /** What has to become of records that are in their topic. */
    public enum Fate {
        /** Counted, and in Elasticsearch. */
        COUNTED,
        /** From the future: a dead letter of {@code aggregate}, and in Elasticsearch all the same. */
        EARLY,
        /** Counted, and refused by Elasticsearch: a dead letter of the sink. */
        UNINDEXABLE
    }

    public int unknown() {
        return sent - acknowledged.cardinality() - refused.cardinality();
    }
}
