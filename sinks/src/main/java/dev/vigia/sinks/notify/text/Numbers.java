package dev.vigia.sinks.notify.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers, with their units, as people in a country write them. Not thread-safe. */
final class Numbers {

    private static final int DIGITS = 3;
    private static final int ALL_DIGITS = 17;

    private final NumberFormat format;

    Numbers(Locale locale) {
        format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(ALL_DIGITS);
        format.setRoundingMode(RoundingMode.HALF_EVEN);
    }

    /** With three digits; with more where it would read as the bound, from which it differs. */
    String value(Measure measure, double value, double bound) {
        if (!Double.isFinite(value)) return Double.toString(value);
        String exact = exact(measure, bound);
        for (int digits = DIGITS; digits < ALL_DIGITS; digits++) {
            String text = text(measure, BigDecimal.valueOf(value), digits);
            if (value == bound || !text.equals(exact)) return text;
        }
        return exact(measure, value);
    }

    /** A bound, as it was written. */
    String exact(Measure measure, double bound) {
        return Double.isFinite(bound) ? text(measure, BigDecimal.valueOf(bound), ALL_DIGITS) : Double.toString(bound);
    }

    private String text(Measure measure, BigDecimal value, int digits) {
        return switch (measure) {
            case SHARE -> rounded(value.movePointRight(2), digits) + " %";
            case TIMES -> rounded(value, digits) + " ×";
            case SECONDS -> seconds(value, digits);
            case NUMBER -> rounded(value, digits);
        };
    }

    private String seconds(BigDecimal value, int digits) {
        BigDecimal length = value.abs();
        if (length.signum() == 0) return "0 s";
        if (length.compareTo(BigDecimal.ONE) < 0) return rounded(value.movePointRight(3), digits) + " ms";
        if (length.compareTo(BigDecimal.valueOf(60)) < 0) return rounded(value, digits) + " s";
        String sign = value.signum() < 0 ? "-" : "";
        return sign + duration(Duration.ofMillis(length.movePointRight(3).longValue()));
    }

    private String rounded(BigDecimal value, int digits) {
        int whole = value.precision() - value.scale();
        return format.format(value.round(new MathContext(Math.max(digits, whole), RoundingMode.HALF_EVEN)));
    }

    /** For instance {@code 450 ms}, {@code 3 min 20 s}, {@code 2 h 5 min}, {@code 3 d}: the two largest units. */
    String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) return millis + " ms";
        long[] units = {86_400, 3_600, 60, 1};
        String[] names = {"d", "h", "min", "s"};
        long rest = Math.round(millis / 1_000.0);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < units.length && parts.size() < 2; i++) {
            boolean begun = !parts.isEmpty();
            if (rest >= units[i]) parts.add(format.format(rest / units[i]) + " " + names[i]);
            else if (begun) break;
            rest %= units[i];
        }
        return String.join(" ", parts);
    }
}
