package dev.vigia.processors.simulate;

/**
 * Something that happens once, or again and again.
 *
 * @param at when first: milliseconds since 1970-01-01 UTC
 * @param every how long after that again: milliseconds, more than 0
 * @param count how often, at least 1
 */
record Step(long at, long every, long count, Action action) {

    /** What happens. */
    @FunctionalInterface
    interface Action {

        /**
         * Does it, at the simulator's present time.
         *
         * @param at when: milliseconds since 1970-01-01 UTC
         * @param number how often it has happened before
         */
        void happen(Simulator simulator, long at, long number);
    }

    long time(long number) {
        return at + number * every;
    }

    long last() {
        return time(count - 1);
    }
}
