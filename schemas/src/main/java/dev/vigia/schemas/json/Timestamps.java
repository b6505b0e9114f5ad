package dev.vigia.schemas.json;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Points in time as people write them, as microseconds since 1970-01-01 UTC. */
final class Timestamps {

    private static final long MICROS_OF_DAY = 86_400_000_000L;

    private final String text;
    private int at;

    private Timestamps(String text) {
        this.text = text;
    }

    /** An epoch number: seconds below 10¹¹, milliseconds below 10¹⁴, microseconds below 10¹⁷, else nanoseconds. */
    static long ofEpoch(long number) {
        long size = Math.abs(number);
        if (size < 100_000_000_000L) return number * 1_000_000;
        if (size < 100_000_000_000_000L) return number * 1_000;
        if (size < 100_000_000_000_000_000L) return number;
        return Math.floorDiv(number, 1_000L);
    }

    /** The same for a number with a fraction. */
    static long ofEpoch(double number) {
        double size = Math.abs(number);
        if (size < 1e11) return Math.round(number * 1e6);
        if (size < 1e14) return Math.round(number * 1e3);
        if (size < 1e17) return Math.round(number);
        return Math.round(number / 1e3);
    }

    /**
     * ISO 8601: {@code 2024-02-03T04:05:06.123456Z}. A space may stand for the T and a comma for the point; seconds, fraction
     * and time may be missing; without a zone it is UTC. Digits below the microsecond are cut off. A text of digits is an
     * epoch number.
     *
     * @throws DateTimeException when it is none of these
     */
    static long parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > 4 && trimmed.charAt(4) == '-') return new Timestamps(trimmed).iso();
        try {
            return trimmed.indexOf('.') < 0 ? ofEpoch(Long.parseLong(trimmed)) : epochWithFraction(trimmed);
        } catch (NumberFormatException e) {
            throw new DateTimeException("neither ISO 8601 nor a number", e);
        }
    }

    private static long epochWithFraction(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) throw new DateTimeException("not finite");
        return ofEpoch(number);
    }

    private long iso() {
        long micros = date() * MICROS_OF_DAY;
        if (at == text.length()) return micros;
        if (!skip('T') && !skip('t') && !skip(' ')) throw unexpected();
        return micros + time() - offset();
    }

    private long date() {
        int year = digits(4);
        expect('-');
        int month = digits(2);
        expect('-');
        return LocalDate.of(year, month, digits(2)).toEpochDay();
    }

    private long time() {
        int hour = digits(2);
        expect(':');
        int minute = digits(2);
        int second = skip(':') ? digits(2) : 0;
        // 60 is a leap second.
        if (hour > 23 || minute > 59 || second > 60) throw unexpected();
        long micros = ((hour * 60L + minute) * 60 + second) * 1_000_000;
        return skip('.') || skip(',') ? micros + fraction() : micros;
    }

    private long fraction() {
        if (!atDigit()) throw unexpected();
        long micros = 0;
        for (long unit = 100_000; atDigit(); unit /= 10) micros += (text.charAt(at++) - '0') * unit;
        return micros;
    }

    private long offset() {
        skip(' ');
        long micros = 0;
        if (text.startsWith("UTC", at) || text.startsWith("GMT", at)) {
            at += 3;
        } else if (skip('+')) {
            micros = distance();
        } else if (skip('-')) {
            micros = -distance();
        } else if (!skip('Z')) {
            skip('z');
        }
        // Java writes the zone's name after the offset, as in 2024-02-03T04:05+01:00[Europe/Lisbon].
        if (at < text.length() && !(text.charAt(at) == '[' && text.endsWith("]"))) throw unexpected();
        return micros;
    }

    private long distance() {
        int hours = digits(2);
        int minutes = skip(':') || atDigit() ? digits(2) : 0;
        if (hours > 18 || minutes > 59) throw unexpected();
        return (hours * 60L + minutes) * 60_000_000;
    }

    private int digits(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            if (!atDigit()) throw unexpected();
            number = number * 10 + text.charAt(at++) - '0';
        }
        return number;
    }

    private boolean atDigit() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean skip(char c) {
        if (at >= text.length() || text.charAt(at) != c) return false;
        at++;
        return true;
    }

    private void expect(char c) {
        if (!skip(c)) throw unexpected();
    }

    private DateTimeException unexpected() {
        return new DateTimeException("not ISO 8601 from position " + at);
    }
}
