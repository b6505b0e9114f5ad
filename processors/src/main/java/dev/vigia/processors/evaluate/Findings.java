package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Judge.Look;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.rules.Overflow;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.NoData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Finds out what a window of a group holds, and whether that is believed. It reads as little as it can. */
final class Findings {

    private static final Finding SILENCE = new Finding.Silence();
    private static final Finding HARMLESS = new Finding.Harmless();
    private static final Finding TOO_FEW = new Finding.TooFew(OptionalDouble.empty());

    private final State state;

    Findings(State state) {
        this.state = state;
    }

    /** What a window says when it is looked at; empty when nothing follows from it. */
    Optional<Finding> believed(Subject subject, Look look, Windows windows) {
        boolean overflow = Overflow.is(subject.head().group());
        Finding found = find(subject, look.end(), windows);
        Finding finding = overflow && found instanceof Finding.Silence ? HARMLESS : found;
        return counts(finding, subject, look) ? Optional.of(finding) : Optional.empty();
    }

    /** The same of a window that is over, where a rule has no alert outside of its calendar. */
    Optional<Finding> closed(Subject subject, long end, Windows windows) {
        Look look = Look.closing(end);
        if (!subject.isOutOfHours(end)) return believed(subject, look, windows);
        return counts(HARMLESS, subject, look) ? Optional.of(HARMLESS) : Optional.empty();
    }

    /** Whether a window leaves an alert as it is since it cannot be judged, and not since there is silence. */
    boolean isLeft(Subject subject, long end, Windows windows) {
        return leaves(subject.rule()) && find(subject, end, windows) instanceof Finding.TooFew;
    }

    private boolean counts(Finding finding, Subject subject, Look look) {
        Rule rule = subject.rule();
        boolean concerns = finding.concerns(rule.condition());
        if (!concerns && !look.closing()) return false;
        // Of a window that is open nobody can say that it has too few.
        if (look.isOpen() && finding.isByTooFew()) return false;
        boolean silent = finding instanceof Finding.Silence;
        boolean untold = silent || finding instanceof Finding.TooFew;
        if (untold && rule.silence().noData() == NoData.IGNORE) return false;
        boolean tooLittle = silent || !subject.installed().firesAtOnce();
        boolean isNew = subject.installed().memory().isPresent();
        // Of what is too much nobody can say that it is too little.
        if (concerns && tooLittle && Overflow.is(subject.head().group())) return false;
        if (tooLittle || !concerns) {
            // Of a group that had no room, some of the records that are missing were counted elsewhere.
            if (state.cardinality().isPartial(subject, look.end())) return untold && keepsLast(rule);
        }
        // Silence is believed only when it is known to be silence: counted throughout, and in open hours. That a
        // group is new is believed only when the old ones are known.
        // That there is more than before, only when all is known of before.
        boolean inDoubt = !concerns || tooLittle || isNew || subject.installed().comparesAny();
        if (inDoubt && state.learning().isLearning(subject.installed(), look.end())) {
            return untold && keepsLast(rule);
        }
        return !tooLittle || subject.isOpenThroughout(look.end());
    }

    private static boolean keepsLast(Rule rule) {
        return rule.silence().noData() == NoData.KEEP_LAST;
    }

    /** Whether an alert stays as it is while nobody can tell. */
    private static boolean leaves(Rule rule) {
        return keepsLast(rule) || rule.silence().noData() == NoData.IGNORE;
    }

    private Finding find(Subject subject, long end, Windows windows) {
        if (windows instanceof PartWindows parts) return new Together(subject, end, parts).find();
        if (windows instanceof StepWindows steps) {
            return new Finding.Parts(List.of(steps.holds(end) ? Says.BREACHED : Says.CLEAR));
        }
        return findOne(subject, end, windows, true);
    }

    /** @param alone whether the group is known by these records, and by no others */
    private Finding findOne(Subject subject, long end, LongFunction<Window> windows, boolean alone) {
        Optional<Series> found = subject.series();
        if (found.isEmpty()) return SILENCE;
        Series series = found.get();
        Rule rule = subject.rule();
        long start = subject.installed().start(end);
        if (start >= series.newestEnd()) return SILENCE;
        if (isKnown(subject, start, end)) return HARMLESS;
        long length = subject.installed().window();
        Optional<Totals> summed = series.sums(length, start, end);
        if (summed.isPresent()) {
            boolean tooFew = Window.areTooFew(rule, summed.get());
            if (tooFew && !asks(subject)) return TOO_FEW;
            if (!tooFew && !Window.mayBreach(rule, summed.get())) return HARMLESS;
        }
        Window window = windows.apply(end);
        if (summed.isEmpty() && end == series.newestEnd()) {
            subject.head().series(series.summed(length, end - start, window.totals()));
        }
        // Before the group was known nobody can tell silence from not having looked.
        if (window.isEmpty()) return !alone || start >= series.since() ? SILENCE : HARMLESS;
        // A group begins with little; that there is more after it is no news.
        boolean begins = window.comparesWithFew(rule) && !isKnownSince(subject, series, end);
        OptionalDouble value = begins ? OptionalDouble.empty() : window.judged(rule);
        if (value.isPresent()) return new Finding.Value(value.getAsDouble());
        if (!begins && !window.hasTooFew(rule)) return HARMLESS;
        return asks(subject) ? new Finding.TooFew(window.value(rule)) : TOO_FEW;
    }

    /** Whether there is an alert, or was a short while ago, that too few records may keep up. */
    private static boolean asks(Subject subject) {
        Head head = subject.head();
        return !leaves(subject.rule())
                && (head.standing().isOpen() || head.past().isPresent());
    }

    /** Whether the group was known throughout all that is looked at. All records together are no group that begins. */
    private static boolean isKnownSince(Subject subject, Series series, long end) {
        return subject.rule().groupBy().isEmpty()
                || series.since() <= subject.installed().first(end);
    }

    /** Whether the rule tells new groups from others, and this is none that became known in a span of time. */
    private boolean isKnown(Subject subject, long from, long to) {
        return subject.installed().memory().isPresent()
                && !state.terms().isNewIn(subject.alert(), subject.installed().spec(), from, to);
    }

    /** The parts of a rule at one end. Each is looked at once, and only when it decides. */
    private final class Together {

        private final Rule rule;
        private final Aggregate.Composite composite;
        private final long end;
        private final PartWindows windows;
        private final @Nullable Finding[] found;

        Together(Subject subject, long end, PartWindows windows) {
            this.rule = subject.rule();
            this.composite = (Aggregate.Composite) rule.aggregate();
            this.end = end;
            this.windows = windows;
            this.found = new Finding[composite.parts().size()];
        }

        Finding find() {
            int breached = holding(this::holds);
            if (isSilent()) return SILENCE;
            boolean tooFew = hasTooFew();
            if (tooFew && leaves(rule) && breached == 0 && holding(this::mayHold) > 0) return TOO_FEW;
            int kept = tooFew ? holding(this::keepsUp) : 0;
            List<Says> says = new ArrayList<>();
            for (int level = 0; level < composite.conditions().size(); level++) {
                says.add(level < breached ? Says.BREACHED : level < kept ? Says.KEPT : Says.CLEAR);
            }
            return new Finding.Parts(says);
        }

        /** How many levels hold: the mildest up to the most severe one that does. */
        private int holding(IntPredicate part) {
            int levels = composite.conditions().size();
            while (levels > 0 && !composite.conditions().get(levels - 1).holds(part)) levels--;
            return levels;
        }

        private boolean holds(int part) {
            Finding finding = at(part);
            Rule.Part rule = composite.parts().get(part);
            if (finding instanceof Finding.Value value) return rule.holds(value.value());
            return finding instanceof Finding.Silence && Window.holdsWithoutRecords(rule);
        }

        private boolean hasTooFew() {
            for (Finding finding : found) if (finding instanceof Finding.TooFew) return true;
            return false;
        }

        private boolean mayHold(int part) {
            return holds(part) || at(part) instanceof Finding.TooFew;
        }

        /** Whether it holds by however few records. */
        private boolean keepsUp(int part) {
            if (holds(part)) return true;
            return at(part) instanceof Finding.TooFew few
                    && few.value().stream().anyMatch(composite.parts().get(part)::holds);
        }

        private boolean isSilent() {
            for (int part = 0; part < found.length; part++) {
                if (!(at(part) instanceof Finding.Silence)) return false;
            }
            return true;
        }

        private Finding at(int part) {
            Finding known = found[part];
            if (known != null) return known;
            Finding finding = findOne(windows.parts().get(part), end, windows.of(part), false);
            found[part] = finding;
            return finding;
        }
    }
}
