package dev.vigia.processors.evaluate;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.Optional;

/**
 * What one severity of an episode stands on, so that late records can be seen to take it away; after it has fallen, too, until
 * it rises again. Times are ends of windows: milliseconds since 1970-01-01 UTC.
 *
 * @param settledTo windows that end here or before had been dealt with when it began; those of a run that was cancelled were not
 * @param from the first window that breached
 * @param proof empty while no closed window has shown that it is on: what was seen in an open window was seen
 * @param touched whether late records have come since it was last looked at
 */
record Ground(long settledTo, long from, Optional<Proof> proof, boolean touched) {

    /** Of an episode whose rule is another by now, or that has none: nothing takes it away. */
    static final Ground FINAL = new Ground(Long.MIN_VALUE, Long.MIN_VALUE, Optional.empty(), false);

    /**
     * The window by which it was on.
     *
     * @param value of the window, as last told; 0 where it was silent, NaN where it was not noted
     */
    record Proof(long end, double value) {}

    static Ground begin(long settledTo, long from) {
        return new Ground(settledTo, from, Optional.empty(), false);
    }

    /**
     * What a run of breaches stands on that comes after this one.
     *
     * @param settled windows that end here or before were this run's
     * @param end of its first window
     */
    Ground next(long settled, long end) {
        if (equals(FINAL)) return begin(end - 1, end);
        return begin(proof.isPresent() ? settled : settledTo, end);
    }

    /** When nothing shows any more that it was on. */
    Ground unproven() {
        return new Ground(settledTo, from, Optional.empty(), touched);
    }

    /** With one more window that breached. */
    Ground reaching(long end) {
        return end < from && end > settledTo ? new Ground(settledTo, end, proof, touched) : this;
    }

    Ground from(long end) {
        return new Ground(settledTo, end, proof, touched);
    }

    Ground proven(Proof by) {
        return new Ground(settledTo, from, Optional.of(by), touched);
    }

    Ground touched(boolean late) {
        return new Ground(settledTo, from, proof, late);
    }

    void encode(Encoder out) {
        out.number(settledTo).number(from).flag(touched).flag(proof.isPresent());
        proof.ifPresent(by -> out.number(by.end()).real(by.value()));
    }

    static Ground decode(Decoder in) {
        long settledTo = in.number();
        long from = in.number();
        boolean touched = in.flag();
        Optional<Proof> proof = in.flag() ? Optional.of(proof(in)) : Optional.empty();
        return new Ground(settledTo, from, proof, touched);
    }

    /** Before layout 7 of heads there was 0 for the value of a rule of parts. */
    private static Proof proof(Decoder in) {
        long end = in.number();
        double value = in.real();
        return new Proof(end, in.version() < 7 && value == 0 ? Double.NaN : value);
    }
}
