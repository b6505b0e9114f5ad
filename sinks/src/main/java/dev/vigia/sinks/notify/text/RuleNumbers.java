package dev.vigia.sinks.notify.text;

import dev.vigia.runtime.Durations;
import dev.vigia.sinks.notify.text.Quantity.Change;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Numbers as rules write them in the sentences of their alerts, to the digit. */
final class RuleNumbers {

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private RuleNumbers() {}

    static String value(Quantity of, double value) {
        return switch (of.change()) {
            case RATIO -> rounded(value) + " times";
            case DIFFERENCE -> (value > 0 ? "+" : "") + amount(of, value);
            case NONE -> amount(of, value);
        };
    }

    static String bound(Quantity of, double bound) {
        boolean plain = of.change() == Change.NONE && of.measure() != Measure.SHARE && !of.isTimeTo();
        return plain ? plain(bound) : value(of, bound);
    }

    private static String amount(Quantity of, double value) {
        if (of.measure() == Measure.SHARE) return rounded(value * 100) + " %";
        return of.isTimeTo() ? time(value) : rounded(value);
    }

    /** In the largest unit of which there are ten. */
    private static String time(double seconds) {
        long[] units = {86_400, 3_600, 60, 1};
        for (long unit : units) {
            if (seconds >= 10 * unit) return Durations.format(Duration.ofSeconds(Math.round(seconds / unit) * unit));
        }
        return rounded(seconds) + "s";
    }

    static String rounded(double value) {
        return Double.isFinite(value) ? plain(new BigDecimal(value).round(THREE_DIGITS)) : Double.toString(value);
    }

    static String plain(double value) {
        return Double.isFinite(value) ? plain(BigDecimal.valueOf(value)) : Double.toString(value);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
