package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule.Aggregate;
import java.util.NavigableSet;
import java.util.function.LongFunction;

/** Windows of one group by their ends, asked for in ascending order. */
sealed interface Windows extends LongFunction<Window> permits Sliding, PartWindows, StepWindows {

    /** @param ends of the windows that will be asked for; those that overlap are read from the store at once */
    static Windows of(Buckets buckets, Subject subject, NavigableSet<Long> ends) {
        if (subject.installed().parts().isEmpty()) return new Sliding(buckets, subject, ends);
        return subject.rule().aggregate() instanceof Aggregate.Sequence sequence
                ? new StepWindows(buckets, subject, sequence, ends)
                : new PartWindows(buckets, subject, ends);
    }
}
