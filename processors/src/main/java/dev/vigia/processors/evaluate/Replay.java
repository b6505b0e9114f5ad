package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Ground.Proof;
import dev.vigia.processors.evaluate.Judge.Look;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where an alert would stand after the windows of an episode, by what is known now.
 *
 * @param from end of the first window that breaches
 * @param standing up to the first window by which the alert is on
 * @param proof that window; empty where there is none
 */
record Replay(long from, Standing standing, Optional<Proof> proof) {

    /**
     * Judges the windows of an episode again, as if all that is known now had been known when they closed.
     *
     * @param to end of the last one; all of them are closed
     */
    static Replay of(State state, Subject subject, Standing episode, long to) {
        Findings findings = new Findings(state);
        Installed installed = subject.installed();
        Ground ground = episode.episode().orElseThrow().ground();
        long from = begins(state, findings, subject, ground);
        NavigableSet<Long> ends = new TreeSet<>();
        for (long end = from; end <= to; end += installed.step()) ends.add(end);
        Windows windows = Windows.of(state.buckets(), subject, ends);
        Timing timing = Timing.of(installed, false);
        Standing standing = episode.end(ground.settledTo());
        for (long end : ends) {
            Optional<Finding> finding = findings.closed(subject, end, windows);
            if (finding.isEmpty()) continue;
            List<Says> says = finding.get().says(subject.rule());
            standing = standing.next(says, Look.closing(end), timing, episode.episode()::orElseThrow);
            if (standing.isOn())
                return new Replay(from, standing, Optional.of(finding.get().proof(end)));
        }
        return new Replay(from, standing, Optional.empty());
    }

    /** End of the first of the windows in a row that breach, with those that do so by late records. */
    private static long begins(State state, Findings findings, Subject subject, Ground ground) {
        long step = subject.installed().step();
        long earliest =
                Math.max(ground.settledTo(), ground.from() - subject.installed().reach());
        long from = ground.from();
        while (from - step > earliest
                && findings.closed(subject, from - step, subject.windows(state.buckets()))
                        .filter(finding -> finding.says(subject.rule()).get(0) == Says.BREACHED)
                        .isPresent()) from -= step;
        return from;
    }
}
