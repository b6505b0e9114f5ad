package dev.vigia.sinks.notify.text;

import java.util.Optional;

/** On which side of its bound a condition holds, by how the condition is written. */
enum Comparison {
    ABOVE(" > "),
    BELOW(" < ");

    private final String written;

    Comparison(String written) {
        this.written = written;
    }

    /**
     * Empty for a condition that compares nothing with a bound.
     *
     * @param condition as an alert has it, for instance {@code ratio(duration > 1000) < 0.9}: the bound comes last
     */
    static Optional<Comparison> of(String condition) {
        int above = condition.lastIndexOf(ABOVE.written);
        int below = condition.lastIndexOf(BELOW.written);
        return above == below ? Optional.empty() : Optional.of(above > below ? ABOVE : BELOW);
    }

    /** What is compared: all that comes before the sign. */
    static String left(String condition) {
        return of(condition)
                .map(sign -> condition.substring(0, condition.lastIndexOf(sign.written)))
                .orElse(condition);
    }

    /** The sign by itself. */
    String sign() {
        return written.strip();
    }
}
