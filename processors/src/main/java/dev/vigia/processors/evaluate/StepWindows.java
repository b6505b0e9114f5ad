package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Window.Seen;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Windows of a rule whose parts have to hold one after another. A part holds at the end of its own window, and it is enough
 * that it is so at one of the ends that lie in the rule's window.
 */
final class StepWindows implements Windows {

    private final Subject subject;
    private final Aggregate.Sequence sequence;
    private final NavigableSet<Long> ends;
    private final List<Step> steps = new ArrayList<>();
    private long loadedFrom = Long.MAX_VALUE;
    private long loadedTo = Long.MIN_VALUE;

    /** @param ends of the windows that will be asked for */
    StepWindows(Buckets buckets, Subject subject, Aggregate.Sequence sequence, NavigableSet<Long> ends) {
        this.subject = subject;
        this.sequence = sequence;
        this.ends = ends;
        for (int i = 0; i < sequence.parts().size(); i++) {
            Subject part = subject.under(subject.installed().parts().get(i));
            steps.add(new Step(sequence.parts().get(i), part, buckets));
        }
    }

    /** One part: its buckets in the span that is loaded, and where it holds. */
    private static final class Step {

        private final Rule.Part part;
        private final Subject subject;
        private final Buckets store;
        private NavigableMap<Long, Bucket> buckets = new TreeMap<>();
        private final NavigableSet<Long> holding = new TreeSet<>();

        Step(Rule.Part part, Subject subject, Buckets store) {
            this.part = part;
            this.subject = subject;
            this.store = store;
        }

        private Installed installed() {
            return subject.installed();
        }

        /** @param from first end of a window that may be asked for */
        void load(long from, long to) {
            buckets = store.between(
                    subject.alert(), installed().spec(), installed().first(from), to);
            holding.clear();
            long end = from;
            Long next = buckets.ceilingKey(installed().start(end));
            while (next != null) {
                end = Math.max(end, next + Buckets.STEP);
                if (end > to) return;
                if (window(end).holds(part)) holding.add(end);
                end += Buckets.STEP;
                next = buckets.ceilingKey(installed().start(end));
            }
        }

        Window window(long end) {
            return Sliding.window(installed(), end, (from, to) -> buckets.subMap(from, true, to, false));
        }

        Seen at(long end, boolean holds) {
            return new Seen(part, window(end), holds);
        }
    }

    /** Whether everything has happened, in order and in time. */
    boolean holds(long end) {
        return happened(end).isPresent();
    }

    /** When each part held that had to; empty when not all have. */
    private Optional<List<Long>> happened(long end) {
        load(end);
        long within = subject.rule().window().toMillis();
        if (sequence.lastIsMissing()) {
            long first = end - within;
            boolean missing = steps.get(0).holding.contains(first)
                    && steps.get(1).holding.subSet(first, true, end, true).isEmpty();
            return missing ? Optional.of(List.of(first)) : Optional.empty();
        }
        List<Long> held = soFar(end);
        return held.size() == steps.size() ? Optional.of(held) : Optional.empty();
    }

    /** When each of the first parts held, as far as they have followed each other. */
    private List<Long> soFar(long end) {
        List<Long> held = new ArrayList<>();
        long from = subject.installed().start(end) + Buckets.STEP;
        for (Step step : steps) {
            Long at = step.holding.ceiling(from);
            if (at == null || at > end) break;
            held.add(at);
            from = at;
        }
        return held;
    }

    @Override
    public Window apply(long end) {
        List<Long> held = happened(end).orElseGet(() -> sequence.lastIsMissing() ? List.of() : soFar(end));
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            boolean holds = i < held.size();
            seen.add(steps.get(i).at(holds ? held.get(i) : end, holds));
        }
        return Window.of(subject.installed().start(end), end, seen);
    }

    /** Reads windows that overlap at once. */
    private void load(long end) {
        Installed installed = subject.installed();
        long from = installed.start(end) + Buckets.STEP;
        if (from >= loadedFrom && end <= loadedTo) return;
        long last = end;
        for (long next : ends.tailSet(end, false)) {
            if (next - last > installed.reach()) break;
            last = next;
        }
        loadedFrom = from;
        loadedTo = last;
        for (Step step : steps) step.load(from, last);
    }
}
