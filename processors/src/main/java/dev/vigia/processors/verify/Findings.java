package dev.vigia.processors.verify;

import dev.vigia.processors.verify.Report.Check;
import dev.vigia.processors.verify.Report.Difference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what one check finds. */
public final class Findings {

    private final String name;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> unchecked = new ArrayList<>();
    private Optional<Difference> first = Optional.empty();
    private long differences;

    /** @param counted what will be counted, in the order in which it is to be shown */
    public Findings(String name, String... counted) {
        this.name = name;
        for (String what : counted) counts.put(what, 0L);
    }

    /** Counts something that was looked at. */
    public void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    /** Takes in something that is not as folding again makes it. */
    public void differ(Difference difference) {
        if (first.isEmpty()) first = Optional.of(difference);
        differences++;
    }

    /** Says what is not checked, and why. */
    public void leaveOut(String what) {
        unchecked.add(what);
    }

    /** All that was found so far. */
    public Check check() {
        return new Check(
                name,
                first,
                differences,
                Collections.unmodifiableMap(new LinkedHashMap<>(counts)),
                List.copyOf(unchecked));
    }
}
