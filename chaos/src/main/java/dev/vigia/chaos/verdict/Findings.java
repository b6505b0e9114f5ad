package dev.vigia.chaos.verdict;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Collects what is not as it should be. */
final class Findings {

    private static final int SHOWN = 5;

    private final String name;
    private final List<String> counts = new ArrayList<>();
    private final List<String> first = new ArrayList<>();
    private long more;

    Findings(String name) {
        this.name = name;
    }

    void count(String what, long number) {
        counts.add(String.format(Locale.ROOT, "%,d %s", number, what));
    }

    void differ(String difference) {
        if (first.size() < SHOWN) first.add(difference);
        else more++;
    }

    /** Says which records were met more than once. */
    void differ(Arrivals arrivals) {
        arrivals.doubled().forEach(this::differ);
        more += arrivals.doubles() - arrivals.doubled().size();
    }

    /** Says which records of a lane it is about. */
    void differ(String lane, String what, BitSet numbers) {
        if (numbers.isEmpty()) return;
        String some = numbers.stream()
                .limit(SHOWN)
                .mapToObj(Integer::toString)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        differ(String.format(Locale.ROOT, "%s: %,d %s; first %s", lane, numbers.cardinality(), what, some));
    }

    Check check() {
        return new Check(name, String.join(", ", counts), first, more);
    }
}
