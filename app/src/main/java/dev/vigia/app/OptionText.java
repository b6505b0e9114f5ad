package dev.vigia.app;

import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** What people write after an option. */
final class OptionText {

    private OptionText() {}

    /** @throws UserException naming the option when it is no duration */
    static Duration duration(String option, String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserException(option + ": " + e.getMessage(), e);
        }
    }

    /**
     * A time with an offset: milliseconds since 1970-01-01 UTC.
     *
     * @param example one that is right
     * @throws UserException naming the option when it is no such time
     */
    static long time(String option, String text, String example) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new UserException(option + ": '" + text + "' is not a time like " + example + ".", e);
        }
    }
}
