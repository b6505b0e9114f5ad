package dev.vigia.schemas.json;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Severity of logs, as OpenTelemetry's severity number: 1–4 trace, 5–8 debug, 9–12 info, 13–16 warn, 17–20 error, 21–24
 * fatal, 0 unknown (OTLP 1.x, logs data model).
 */
public final class Levels {

    private static final List<String> NAMES = List.of("trace", "debug", "info", "warn", "error", "fatal");
    private static final int HIGHEST = 24;
    private static final Map<String, Integer> NUMBERS = numbers();

    private Levels() {}

    /**
     * The number of a level as somebody's logger writes it: OpenTelemetry, syslog (RFC 5424), {@code java.util.logging},
     * log4j, Python, Sentry, .NET, Go; upper or lower case. Total: what is not known is 0. Digits are OpenTelemetry's
     * numbers, since other systems' numbers contradict each other (20 is INFO in Python and DEBUG in pino).
     */
    public static int number(String level) {
        Integer known = NUMBERS.get(level);
        if (known == null) known = NUMBERS.get(level.strip().toUpperCase(Locale.ROOT));
        return known == null ? 0 : known;
    }

    /** {@code trace}, {@code debug}, {@code info}, {@code warn}, {@code error}, {@code fatal}, or {@code unknown}. */
    public static String name(int number) {
        return number < 1 || number > HIGHEST ? "unknown" : NAMES.get((number - 1) / 4);
    }

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 1; number <= HIGHEST; number++) {
            String name = NAMES.get((number - 1) / 4).toUpperCase(Locale.ROOT);
            int step = (number - 1) % 4 + 1;
            if (step == 1) numbers.put(name, number);
            numbers.put(name + step, number);
            numbers.put(Integer.toString(number), number);
        }
        put(numbers, 1, "FINEST", "VERBOSE", "SILLY");
        put(numbers, 5, "FINER", "DBG");
        put(numbers, 6, "FINE");
        put(numbers, 7, "CONFIG");
        put(numbers, 9, "INFORMATION", "INFORMATIONAL", "LOG");
        put(numbers, 10, "NOTICE", "SUCCESS");
        put(numbers, 13, "WARNING");
        put(numbers, 17, "ERR", "SEVERE", "EXCEPTION");
        put(numbers, 21, "CRITICAL", "CRIT", "PANIC", "DPANIC");
        put(numbers, 22, "ALERT");
        put(numbers, 23, "EMERGENCY", "EMERG");
        Map.copyOf(numbers).forEach((name, number) -> numbers.put(name.toLowerCase(Locale.ROOT), number));
        return Map.copyOf(numbers);
    }

    private static void put(Map<String, Integer> numbers, int number, String... names) {
        for (String name : names) numbers.put(name, number);
    }
}
