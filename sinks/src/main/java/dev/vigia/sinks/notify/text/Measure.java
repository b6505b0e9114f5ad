package dev.vigia.sinks.notify.text;

import java.util.regex.Pattern;

/** What a condition's value is a number of, by how the condition is written. */
enum Measure {
    /** 0 to 1, told in per cent. */
    SHARE,
    SECONDS,
    /** How many times as much as before. */
    TIMES,
    NUMBER;

    private static final Pattern SHARES = Pattern.compile("^(error_rate|ratio\\(|distinct_ratio\\().*");
    private static final Pattern TIME = Pattern.compile(
            "^(p[\\d.]+|mean|min|max|sum|last)\\((\\w+\\.)*(\\w*duration|\\w*latency|\\w*seconds)\\).*");

    /** @param condition as an alert has it, for instance {@code p95(http.duration) > 2} */
    static Measure of(String condition) {
        if (condition.contains(" before")) {
            if (condition.contains(" / ")) return TIMES;
        } else if (condition.startsWith("time_to(")) {
            return SECONDS;
        }
        if (SHARES.matcher(condition).matches()) return SHARE;
        return TIME.matcher(condition).matches() ? SECONDS : NUMBER;
    }
}
