package dev.vigia.sinks.notify.text;

import dev.vigia.runtime.Figures;
import dev.vigia.sinks.notify.text.Quantity.Change;

/** Numbers as rules write them in the sentences of their alerts, to the digit. */
final class RuleNumbers {

    private RuleNumbers() {}

    static String value(Quantity of, double value) {
        return switch (of.change()) {
            case RATIO -> Figures.rounded(value) + " times";
            case DIFFERENCE -> (value > 0 ? "+" : "") + amount(of, value);
            case NONE -> amount(of, value);
        };
    }

    static String bound(Quantity of, double bound) {
        boolean plain = of.change() == Change.NONE && of.measure() != Measure.SHARE && !of.isTimeTo();
        return plain ? Figures.plain(bound) : value(of, bound);
    }

    private static String amount(Quantity of, double value) {
        if (of.measure() == Measure.SHARE) return Figures.rounded(value * 100) + " %";
        return of.isTimeTo() ? Figures.time(value) : Figures.rounded(value);
    }
}
