package dev.vigia.processors.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The group in which everything counts together that a rule has no room for. Each field of {@code group_by} has the same value
 * in it: {@value #NAME}, and a number after that where one of the name alone would belong to another partition of
 * {@code signals}. So each partition has a group of its own, with an alert that lies there.
 */
public final class Overflow {

    /** What its values begin with. */
    public static final String NAME = "__overflow__";

    private Overflow() {}

    /**
     * The group of a rule that belongs to a partition of {@code signals}.
     *
     * @param fields how many fields {@code group_by} has, at least 1
     * @param partition below {@code partitions}
     */
    public static List<String> group(String ruleId, int fields, int partition, int partitions) {
        List<String> group = Collections.nCopies(fields, NAME);
        for (int number = 2; AlertId.partition(AlertId.of(ruleId, group), partitions) != partition; number++) {
            group = Collections.nCopies(fields, NAME + number);
        }
        return group;
    }

    /** Whether a group, by the values of its fields, is one in which what is too much counts together. */
    public static boolean is(Collection<String> group) {
        for (String value : group) if (!value.startsWith(NAME)) return false;
        return !group.isEmpty();
    }
}
