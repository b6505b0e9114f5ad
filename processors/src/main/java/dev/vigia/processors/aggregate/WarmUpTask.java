package dev.vigia.processors.aggregate;

import java.util.Optional;

/**
 * Records of one partition that are still to be counted for rules that are new. It travels with the committed offset, so that
 * every record is counted once.
 *
 * @param before offset in {@code control} of the rules that were in force
 * @param after the same of those that took their place
 * @param at when they did: milliseconds since 1970-01-01 UTC
 * @param end offset of the first record that the new ones have counted as it came
 * @param begin offset at which it begins; -1 before that is known
 * @param position offset from which on it is still to be counted
 * @param since every record that was appended since then is or was within reach, milliseconds since 1970-01-01 UTC; 0: all
 */
record WarmUpTask(long before, long after, long at, long end, long begin, long position, long since) {

    static WarmUpTask of(long before, long after, long at, long end) {
        return new WarmUpTask(before, after, at, end, -1, -1, 0);
    }

    boolean hasBegun() {
        return begin >= 0;
    }

    /**
     * What is left of it once a slice is counted; empty when nothing is.
     *
     * @param from offset of the slice
     * @param to offset after it
     */
    Optional<WarmUpTask> after(long from, long to, long appendedSince) {
        return to >= end
                ? Optional.empty()
                : Optional.of(new WarmUpTask(before, after, at, end, hasBegun() ? begin : from, to, appendedSince));
    }

    String encode() {
        return before + ":" + after + ":" + at + ":" + end + ":" + begin + ":" + position + ":" + since;
    }

    static Optional<WarmUpTask> decode(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 7) return Optional.empty();
        try {
            return Optional.of(new WarmUpTask(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Long.parseLong(parts[5]),
                    Long.parseLong(parts[6])));
        } catch (NumberFormatException e) {
            return Optional.empty(); // somebody has set the offset by hand
        }
    }
}
