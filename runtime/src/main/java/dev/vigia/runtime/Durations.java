package dev.vigia.runtime;

import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 500ms}, {@code 30s}, {@code 1h30m}, {@code 7d}, {@code 1w}, {@code 0}. */
public final class Durations {

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] MILLIS = {604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    /** So long before or after any time of today there still is a time, in every unit that programs have them in. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /**
     * Reads a duration from 0 to {@link #LONGEST}.
     *
     * @throws IllegalArgumentException when the text is not one, with the text and what it may be
     */
    public static Duration parse(String text) {
        if (text.equals("0")) return Duration.ZERO;
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration; write for instance 30s, 5m or 1h30m");
        }
        BigInteger millis = BigInteger.ZERO;
        for (int i = 0; i < MILLIS.length; i++) {
            String amount = matcher.group(i + 1);
            if (amount != null) millis = millis.add(new BigInteger(amount).multiply(BigInteger.valueOf(MILLIS[i])));
        }
        if (millis.compareTo(BigInteger.valueOf(LONGEST.toMillis())) > 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is too long; a duration is from 0 to " + LONGEST.toDays() + "d");
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    /** The shortest text that {@link #parse} reads back, for instance {@code 1h30m}. */
    public static String format(Duration duration) {
        long rest = duration.toMillis();
        if (rest == 0) return "0";
        String[] units = {"w", "d", "h", "m", "s", "ms"};
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < MILLIS.length; i++) {
            if (rest >= MILLIS[i]) out.append(rest / MILLIS[i]).append(units[i]);
            rest %= MILLIS[i];
        }
        return out.toString();
    }
}
