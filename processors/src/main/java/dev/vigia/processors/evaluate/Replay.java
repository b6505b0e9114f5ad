package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Ground.Proof;
import dev.vigia.processors.evaluate.Lifecycle.Inactive;
import dev.vigia.processors.evaluate.Lifecycle.On;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import dev.vigia.processors.evaluate.Lifecycle.Verdict;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges the windows of an episode again, as if all that is known now had been known when they closed. Each severity by itself;
 * what a window holds is found out once for all of them.
 */
final class Replay {

    private final State state;
    private final Subject subject;
    private final Findings findings;
    private final Timing timing;
    private final long now;
    private final Map<Long, Optional<Finding>> found = new TreeMap<>();

    /** @param now data time */
    Replay(State state, Subject subject, long now) {
        this.state = state;
        this.subject = subject;
        this.findings = new Findings(state);
        this.timing = Timing.of(subject.installed(), false);
        this.now = now;
    }

    /**
     * Where a severity would stand.
     *
     * @param from end of the first window in a row that breaches
     * @param state up to the first window by which it is on
     * @param proof that window; empty where there is none
     */
    record Result(long from, Lifecycle state, Optional<Proof> proof) {

        boolean isOn() {
            return proof.isPresent();
        }
    }

    /**
     * Where a severity would stand after the windows of its run.
     *
     * @param level its place among the rule's levels
     * @param to end of the last window; all of them are closed
     */
    Result of(int level, Ground ground, long to) {
        long from = begins(level, ground);
        NavigableSet<Long> ends = new TreeSet<>();
        for (long end = from; end <= to; end += subject.installed().step()) ends.add(end);
        Windows windows = Windows.of(state.buckets(), subject, ends);
        Lifecycle reached = new Inactive(ground.settledTo());
        for (long end : ends) {
            Optional<Finding> finding = find(end, windows);
            if (finding.isEmpty()) continue;
            Says says = finding.get().says(subject.rule()).get(level);
            reached = reached.next(new Verdict(end, says, end, true), timing);
            if (reached instanceof On) {
                Proof proof = finding.get().proof(subject.rule(), level, end, windows);
                return new Result(from, reached, Optional.of(proof));
            }
        }
        return new Result(from, reached, Optional.empty());
    }

    /** End of the first of the windows in a row that breach, with those that do so by late records. */
    private long begins(int level, Ground ground) {
        long step = subject.installed().step();
        long earliest =
                Math.max(ground.settledTo(), now - subject.rule().maxAge().toMillis());
        Windows windows = subject.windows(state.buckets());
        long from = ground.from();
        while (from - step > earliest && breaches(level, from - step, windows)) from -= step;
        return from;
    }

    private boolean breaches(int level, long end, Windows windows) {
        return find(end, windows)
                .filter(finding -> finding.says(subject.rule()).get(level) == Says.BREACHED)
                .isPresent();
    }

    private Optional<Finding> find(long end, Windows windows) {
        return found.computeIfAbsent(end, unseen -> findings.closed(subject, end, windows));
    }
}
