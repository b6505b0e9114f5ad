package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import java.util.Collections;
import java.util.Optional;

/** One group under the rule that judges it. */
record Subject(long alert, Head head, Installed installed) {

    Rule rule() {
        return installed.rule();
    }

    Rule.Source source() {
        return installed.rule().source();
    }

    /** Its buckets in short; empty when there are none under the rule's present spec. */
    Optional<Series> series() {
        return head.series(installed.spec());
    }

    /** The window that ends at {@code end}. */
    Window window(Buckets buckets, long end) {
        return new Sliding(buckets, this, Collections.emptyNavigableSet()).apply(end);
    }
}
