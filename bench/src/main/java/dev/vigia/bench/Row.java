package dev.vigia.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param ours empty if it was not measured; the note says why
 * @param comparison what it is compared with; empty for an absolute figure
 * @param runs how many timed runs there were
 * @param note what the figures depend on
 */
record Row(String name, String unit, Optional<Spread> ours, Optional<Comparison> comparison, int runs, String note) {

    /**
     * A reference.
     *
     * @param with what it is
     * @param reached what it reached
     * @param ratio ours by the reference's, of each pair of runs
     * @param ourCpu microseconds of processor time a record, in the JVM of the benchmark; empty where that says nothing
     * @param cpu the same of the reference
     */
    record Comparison(String with, Spread reached, Spread ratio, Optional<Spread> ourCpu, Optional<Spread> cpu) {}

    static Row absolute(String name, String unit, List<Double> ours, String note) {
        return new Row(name, unit, Optional.of(Spread.of(ours)), Optional.empty(), ours.size(), note);
    }

    /** Something that could not be measured here. */
    static Row missing(String name, String why) {
        return new Row(name, "", Optional.empty(), Optional.empty(), 0, why);
    }

    static Row compared(String name, String unit, Duel.Result result, String with, String note) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < result.ours().size(); i++) {
            ratios.add(
                    result.ours().get(i).perSecond() / result.reference().get(i).perSecond());
        }
        Comparison comparison = new Comparison(
                with,
                speeds(result.reference()),
                Spread.of(ratios),
                Optional.of(cpu(result.ours())),
                Optional.of(cpu(result.reference())));
        return new Row(name, unit, Optional.of(speeds(result.ours())), Optional.of(comparison), ratios.size(), note);
    }

    private static Spread speeds(List<Speed> runs) {
        return Spread.of(runs.stream().map(Speed::perSecond).toList());
    }

    private static Spread cpu(List<Speed> runs) {
        return Spread.of(runs.stream().map(Speed::cpuMicros).toList());
    }
}
