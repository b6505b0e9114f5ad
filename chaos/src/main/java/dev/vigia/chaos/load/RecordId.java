package dev.vigia.chaos.load;

import java.util.Optional;

/**
 * Names a record of the load: the lane that sent it, and its number there, from 0. It travels as the trace id, which stays as
 * it is on every way through Vigia.
 */
public record RecordId(int lane, int number) {

    private static final int HALF = 16;
    private static final int RADIX = 16;
    private static final String FORMAT = "%016x%016x";

    /** 32 hexadecimal digits. */
    public String text() {
        return FORMAT.formatted(lane, number);
    }

    /** The record that a text names; empty when somebody else wrote it. */
    public static Optional<RecordId> parse(String text) {
        if (text == null || text.length() != 2 * HALF) return Optional.empty();
        try {
            return Optional.of(new RecordId(
                    Integer.parseInt(text, 0, HALF, RADIX), Integer.parseInt(text, HALF, 2 * HALF, RADIX)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return lane + "/" + number;
    }
}
