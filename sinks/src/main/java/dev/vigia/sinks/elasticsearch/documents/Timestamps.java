package dev.vigia.sinks.elasticsearch.documents;

import java.time.Instant;

/**
 * Times as {@link Instant#toString()} writes them. Records next to each other mostly share their second, which is written
 * once. Not thread-safe.
 */
final class Timestamps {

    private static final int MICROS = 1_000_000;

    private long second = Long.MIN_VALUE;
    private String upToSecond = "";

    /** @param micros since 1970-01-01 UTC */
    String micros(long micros) {
        long of = Math.floorDiv(micros, MICROS);
        if (of != second) {
            String text = Instant.ofEpochSecond(of).toString();
            upToSecond = text.substring(0, text.length() - 1);
            second = of;
        }
        int fraction = Math.floorMod(micros, MICROS);
        if (fraction == 0) return upToSecond + 'Z';
        // The leading one keeps the zeros behind it.
        String digits = fraction % 1_000 == 0
                ? Integer.toString(1_000 + fraction / 1_000)
                : Integer.toString(MICROS + fraction);
        return upToSecond + '.' + digits.substring(1) + 'Z';
    }
}
