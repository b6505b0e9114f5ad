package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Window.Seen;
import dev.vigia.processors.rules.Expression;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.schemas.avro.AlertPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The numbers that are told of a window.
 *
 * @param value of a rule of parts, that of the part with the longest window among those that hold; of a sequence, that of the
 *     first
 * @param samples how many happenings the value stands on
 * @param parts of a rule of parts, each of them
 */
record Told(double value, double threshold, long samples, List<AlertPart> parts) {

    /** @param level how bad it is, one of the rule's */
    static Told of(Rule rule, Level level, Window window) {
        if (window.parts().isEmpty()) {
            double value = window.value(rule).orElse(0);
            return new Told(value, level.threshold(), window.samples(rule.aggregate()), List.of());
        }
        Seen main = main(rule, level, window);
        return new Told(
                value(main).orElse(0),
                main.threshold(),
                main.window().samples(main.rule().aggregate()),
                window.parts().stream().map(Told::part).toList());
    }

    /** What is told of a part in one window, where it does not depend on the others. */
    static AlertPart part(Rule.Part part, Window window) {
        return part(new Seen(part, window, window.holds(part)));
    }

    private static AlertPart part(Seen seen) {
        return AlertPart.newBuilder()
                .setName(seen.part().name())
                .setCondition(Wording.condition(seen.rule(), seen.part().level()))
                .setHolds(seen.holds())
                .setValue(value(seen).orElse(0))
                .setThreshold(seen.threshold())
                .setWindowStart(seen.window().start())
                .setWindowEnd(seen.window().end())
                .setSamples(seen.window().samples(seen.rule().aggregate()))
                .build();
    }

    private static OptionalDouble value(Seen seen) {
        return seen.window().value(seen.rule());
    }

    /** The part of a rule of parts whose value is told. */
    static Seen main(Rule rule, Level level, Window window) {
        List<Seen> named = named(rule, level, window);
        return named.stream()
                .filter(Seen::holds)
                .max(Comparator.comparing((Seen seen) -> seen.rule().window()))
                .orElse(named.get(0));
    }

    /**
     * The parts that a level is about, in the order in which they are named: of what holds there where something does. Of an
     * objective that can be missed in several ways, those of one.
     */
    static List<Seen> named(Rule rule, Level level, Window window) {
        List<Seen> parts = window.parts();
        if (!(rule.aggregate() instanceof Aggregate.Composite composite)) return parts;
        List<Expression> conditions = composite.conditions();
        int own = rule.condition().levels().indexOf(level);
        Expression condition = conditions.subList(own, conditions.size()).stream()
                .filter(one -> one.holds(part -> parts.get(part).holds()))
                .findFirst()
                .orElse(conditions.get(own));
        if (composite.objective().isPresent() && condition instanceof Expression.Any any) {
            condition = any.some().stream()
                    .filter(one -> one.holds(part -> parts.get(part).holds()))
                    .findFirst()
                    .orElse(any.some().get(0));
        }
        List<Seen> named = new ArrayList<>();
        condition.forEach(true, (part, wanted) -> {
            if (!named.contains(parts.get(part))) named.add(parts.get(part));
        });
        return named;
    }
}
