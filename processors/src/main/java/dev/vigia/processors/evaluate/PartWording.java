package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Window.Seen;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.runtime.Durations;
import dev.vigia.runtime.Figures;
import java.util.ArrayList;
import java.util.List;

/** What people read in an alert of a rule of parts; for its sentence the same holds as in {@link Wording}. */
final class PartWording {

    private PartWording() {}

    /** For instance {@code slow and not deployed}, {@code failures, then success, within 10m}. */
    static String condition(Rule rule, Level level) {
        if (rule.aggregate() instanceof Aggregate.Sequence sequence) return condition(rule, sequence);
        Aggregate.Composite composite = (Aggregate.Composite) rule.aggregate();
        int number = rule.condition().levels().indexOf(level);
        return composite.conditions().get(number).text(part -> name(composite, part));
    }

    private static String condition(Rule rule, Aggregate.Sequence sequence) {
        List<String> names = sequence.parts().stream().map(Rule.Part::name).toList();
        String last = (sequence.lastIsMissing() ? ", then not " : ", then ") + names.get(names.size() - 1);
        return String.join(", then ", names.subList(0, names.size() - 1)) + last + ", within "
                + Durations.format(rule.window());
    }

    private static String name(Aggregate.Composite composite, int number) {
        Rule.Part part = composite.parts().get(number);
        if (composite.objective().isEmpty()) return part.name();
        return Wording.condition(part.rule(), part.level()) + " over "
                + Durations.format(part.rule().window());
    }

    /** @param level how bad it is, one of the rule's */
    static String summary(Rule rule, Level level, Window window) {
        if (rule.aggregate() instanceof Aggregate.Sequence sequence) return summary(rule, sequence, window);
        Aggregate.Composite composite = (Aggregate.Composite) rule.aggregate();
        List<Seen> named = Told.named(rule, level, window);
        return composite.objective().isPresent()
                ? objective(composite.objective().get(), named)
                : String.join("; ", named.stream().map(PartWording::seen).toList());
    }

    private static String summary(Rule rule, Aggregate.Sequence sequence, Window window) {
        List<String> steps = new ArrayList<>();
        for (Seen seen : window.parts()) {
            boolean missing = sequence.lastIsMissing() && steps.size() == 1;
            String in = Durations.format(rule.window());
            steps.add(missing ? "no " + seen.part().name() + " within " + in : seen(seen));
        }
        return String.join(", then ", steps)
                + (sequence.lastIsMissing() ? "" : ", within " + Durations.format(rule.window()));
    }

    private static String seen(Seen seen) {
        String what = Wording.summary(seen.rule(), seen.part().level(), List.of(), seen.window());
        return (seen.holds() ? "" : "not ") + seen.part().name() + ": " + what;
    }

    /** For instance {@code burn rate 15.2 over 1h and 16 over 5m (bound 14.4, objective 99.9 %), 8123 records}. */
    private static String objective(double objective, List<Seen> burnRates) {
        List<String> rates = new ArrayList<>();
        long most = 0;
        for (Seen seen : burnRates) {
            String rate = Figures.rounded(seen.window().value(seen.rule()).orElse(0));
            rates.add(0, rate + " over " + Durations.format(seen.rule().window()));
            most = Math.max(most, seen.window().totals().count());
        }
        Seen first = burnRates.get(0);
        return "burn rate " + String.join(" and ", rates) + " (bound " + Figures.plain(first.threshold())
                + ", objective " + Figures.plain(objective) + " %), " + Wording.things(first.rule(), most);
    }
}
