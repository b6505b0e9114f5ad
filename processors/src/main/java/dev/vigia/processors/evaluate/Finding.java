package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Ground.Proof;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition;
import dev.vigia.processors.rules.Rule.Condition.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;

/** What one window holds, as far as the rule cares. */
sealed interface Finding {

    /** No record at all. */
    record Silence() implements Finding {}

    /** Too few records to judge, or a value that is nowhere near any bound. */
    record Harmless() implements Finding {}

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
        if (this instanceof Parts parts) return parts.says().contains(Says.BREACHED);
        return this instanceof Value found && condition.concerns(found.value());
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

    /** What it says of each of the rule's levels. Silence under {@code ignore} says nothing and is not asked. */
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
        return switch (rule.silence().noData()) {
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
