package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One group under the rule that judges it. */
record Subject(long alert, Head head, Installed installed) {

    Rule rule() {
        return installed.rule();
    }

    /** Whose data time it goes by. */
    Clock clock() {
        return installed.clock();
    }

    /** Its buckets in short, of a rule without parts; empty when there are none under the rule's present spec. */
    Optional<Series> series() {
        return head.series(installed.spec());
    }

    /** Its buckets in short, of each of the rule's specs that it has any of. */
    List<Series> counted() {
        if (installed.parts().isEmpty()) return series().map(List::of).orElse(List.of());
        return head.specs().stream()
                .filter(installed::counts)
                .flatMap(spec -> head.series(spec).stream())
                .toList();
    }

    /** End of its newest bucket; empty when it has none under the rule as it is at present. */
    OptionalLong newestEnd() {
        if (installed.parts().isEmpty()) {
            Optional<Series> only = series();
            return only.isPresent() ? OptionalLong.of(only.get().newestEnd()) : OptionalLong.empty();
        }
        return counted().stream().mapToLong(Series::newestEnd).max();
    }

    /** Whether the last step of a window lies outside of the rule's calendar, where it has no alert. */
    boolean isOutOfHours(long end) {
        return rule().active().isPresent() && !rule().active().get().isOpen(end - Buckets.STEP, end);
    }

    /** Whether all of a window lies within the rule's calendar. */
    boolean isOpenThroughout(long end) {
        return rule().active().isEmpty() || rule().active().get().isOpen(installed.start(end), end);
    }

    /** The same group under one of the rule's parts. */
    Subject under(Installed part) {
        return new Subject(alert, head, part);
    }

    /** Its windows, one by one. */
    Windows windows(Buckets buckets) {
        return Windows.of(buckets, this, Collections.emptyNavigableSet());
    }
}
