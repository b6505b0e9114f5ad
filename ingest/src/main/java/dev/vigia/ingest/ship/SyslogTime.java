package dev.vigia.ingest.ship;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Optional;

/**
 * The time stamp of RFC 3164, section 4.1.2: {@code Mmm dd hh:mm:ss}, the day padded with a space.
 *
 * @param rest what stands behind it
 */
record SyslogTime(MonthDay day, LocalTime time, String rest) {

    private static final int LENGTH = 15;
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    static Optional<SyslogTime> parse(String text) {
        if (text.length() < LENGTH || text.charAt(3) != ' ' || text.charAt(6) != ' ') return Optional.empty();
        int month = MONTHS.indexOf(text.substring(0, 3)) + 1;
        try {
            MonthDay day =
                    MonthDay.of(month, Integer.parseInt(text.substring(4, 6).strip()));
            String rest = text.substring(LENGTH);
            return Optional.of(new SyslogTime(
                    day, LocalTime.parse(text.substring(7, LENGTH)), rest.startsWith(" ") ? rest.substring(1) : rest));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
