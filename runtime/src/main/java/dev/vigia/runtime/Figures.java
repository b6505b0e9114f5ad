package dev.vigia.runtime;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Numbers as rules write them in conditions and sentences: with a point, without an exponent or zeros at the end. */
public final class Figures {

    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Figures() {}

    /** All digits; of what is not finite the word that Java has for it. */
    public static String plain(double value) {
        return Double.isFinite(value) ? plain(BigDecimal.valueOf(value)) : Double.toString(value);
    }

    /** Three digits. */
    public static String rounded(double value) {
        return Double.isFinite(value) ? plain(new BigDecimal(value).round(THREE_DIGITS)) : Double.toString(value);
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** Seconds as people say them, in the largest unit of which there are ten. */
    public static String time(double seconds) {
        long[] units = {86_400, 3_600, 60, 1};
        for (long unit : units) {
            if (seconds >= 10 * unit) return Durations.format(Duration.ofSeconds(Math.round(seconds / unit) * unit));
        }
        return rounded(seconds) + "s";
    }
}
