package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Ground.Proof;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.processors.rules.Rule.NoData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongFunction;

/** What one window holds, as far as the rule cares. */
sealed interface Finding {

    /** No record at all. */
    record Silence() implements Finding {}

    /** A value that is nowhere near any bound. */
    record Harmless() implements Finding {}

    /**
     * Records, but too few to judge by. They begin nothing.
     *
     * @param value what they come to, which may keep up what is there; empty where nobody asks
     */
    record TooFew(OptionalDouble value) implements Finding {

        private boolean keepsUp(Condition condition, Level level) {
            return value.isPresent() && condition.keepsUp(level, value.getAsDouble());
        }
    }

    /** A value that may be beyond a bound. */
    record Value(double value) implements Finding {}

    /** What the parts of a rule say of each of its levels. */
    record Parts(List<Says> says) implements Finding {

        public Parts {
            says = List.copyOf(says);
        }
    }

    /** Whether it begins or keeps up anything by the records that are there. */
    default boolean concerns(Condition condition) {
        if (this instanceof Parts parts) return parts.says().stream().anyMatch(says -> says != Says.CLEAR);
        if (this instanceof TooFew few) return few.value().stream().anyMatch(condition::concerns);
        return this instanceof Value found && condition.concerns(found.value());
    }

    /** Whether it only keeps up what is there, by too few records: more may come into a window that is open. */
    default boolean isByTooFew() {
        if (this instanceof Parts parts) return !parts.says().contains(Says.BREACHED);
        return this instanceof TooFew;
    }

    /**
     * What it proves of a window that breaches.
     *
     * @param level place of the severity among the rule's levels
     * @param windows gives the window to its end
     */
    default Proof proof(Rule rule, int level, long end, LongFunction<Window> windows) {
        if (this instanceof Value found) return new Proof(end, found.value());
        if (this instanceof Silence || this instanceof Harmless) return new Proof(end, 0);
        Told told = Told.of(rule, rule.condition().levels().get(level), windows.apply(end));
        return new Proof(end, told.value());
    }

    /** What it says of each of the rule's levels. Under {@code ignore} silence and too few say nothing and are not asked. */
    default List<Says> says(Rule rule) {
        Condition condition = rule.condition();
        int levels = condition.levels().size();
        if (this instanceof Parts parts) return parts.says();
        if (this instanceof Harmless) return Collections.nCopies(levels, Says.CLEAR);
        if (this instanceof Value found) {
            return condition.levels().stream()
                    .map(level -> says(condition, level, found.value()))
                    .toList();
        }
        NoData noData = rule.silence().noData();
        if (this instanceof TooFew few && noData != NoData.KEEP_LAST) {
            return condition.levels().stream()
                    .map(level -> few.keepsUp(condition, level) ? Says.KEPT : Says.CLEAR)
                    .toList();
        }
        return switch (noData) {
            case ALERT -> alerting(rule);
            case KEEP_LAST -> Collections.nCopies(levels, Says.SAME);
            case RESOLVE, IGNORE -> Collections.nCopies(levels, Says.CLEAR);
        };
    }

    private static Says says(Condition condition, Level level, double value) {
        if (condition.breaches(level, value)) return Says.BREACHED;
        return condition.keepsUp(level, value) ? Says.KEPT : Says.CLEAR;
    }

    /** It breaches at least at the mildest level. A count is 0 then; whatever else was worse before stays so. */
    private static List<Says> alerting(Rule rule) {
        List<Says> says = new ArrayList<>();
        for (Level level : rule.condition().levels()) {
            boolean none = rule.aggregate() instanceof Aggregate.Count
                    && rule.condition().breaches(level, 0);
            says.add(none || says.isEmpty() ? Says.BREACHED : Says.SAME);
        }
        return says;
    }
}
