package dev.vigia.processors.backtest;

import dev.vigia.processors.backtest.AlertDiff.Pair;
import dev.vigia.processors.backtest.AlertDiff.Verdict;
import dev.vigia.processors.rules.RuleDiff;
import dev.vigia.processors.verify.Report;
import java.util.List;
import java.util.function.Predicate;

/**
 * What would have happened in the range with the candidate.
 *
 * @param range that is told of; it begins later than was asked for where the log does
 * @param files what each file of the candidate changes
 * @param selfCheck whether folding with the rules of then gives what was recorded: one check for the frames, one for the
 *     transitions
 * @param alerts all that had a transition or an episode in the range, really or otherwise, by rule and group
 * @param notes what else somebody has to know, one sentence each
 */
public record Result(
        Range range, List<FileChange> files, Report selfCheck, List<AlertDiff> alerts, List<String> notes) {

    public Result {
        files = List.copyOf(files);
        alerts = List.copyOf(alerts);
        notes = List.copyOf(notes);
    }

    /**
     * A file of the candidate.
     *
     * @param diff against what was in force when the range began
     */
    public record FileChange(String name, RuleDiff diff) {}

    /** Whether what would have been can be believed: what really was comes out as it was. */
    public boolean trusted() {
        return selfCheck.passed();
    }

    /** Whether nothing would have been different. */
    public boolean same() {
        return alerts.stream().allMatch(AlertDiff::same);
    }

    /** How many episodes fired. */
    public long fired() {
        return count(pair -> pair.really().filter(Episode::fired).isPresent());
    }

    /** How many would have fired. */
    public long wouldFire() {
        return count(pair -> pair.would().filter(Episode::fired).isPresent());
    }

    /** How many episodes, fired or not, have a verdict. */
    public long count(Verdict verdict) {
        return count(pair -> pair.verdict() == verdict);
    }

    private long count(Predicate<Pair> which) {
        return alerts.stream()
                .flatMap(alert -> alert.pairs().stream())
                .filter(which)
                .count();
    }
}
