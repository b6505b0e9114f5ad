package dev.vigia.runtime;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 500ms}, {@code 30s}, {@code 1h30m}, {@code 7d}, {@code 1w}, {@code 0}. */
public final class Durations {

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] MILLIS = {604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};

    private Durations() {}

    /** @throws IllegalArgumentException when the text is not a duration */
    public static Duration parse(String text) {
        if (text.equals("0")) return Duration.ZERO;
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration; write for instance 30s, 5m or 1h30m");
        }
        long millis = 0;
        for (int i = 0; i < MILLIS.length; i++) {
            String amount = matcher.group(i + 1);
            if (amount != null) millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(amount), MILLIS[i]));
        }
        return Duration.ofMillis(millis);
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
