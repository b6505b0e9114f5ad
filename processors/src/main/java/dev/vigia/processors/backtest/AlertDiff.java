package dev.vigia.processors.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What really happened with one alert in the range, and what would have.
 *
 * @param group group-by fields and their values
 * @param pairs its episodes by the time at which they began, those together that overlap
 */
public record AlertDiff(String rule, SortedMap<String, String> group, List<Pair> pairs) {

    public AlertDiff {
        pairs = List.copyOf(pairs);
    }

    /** How an episode would have been other than it was. */
    public enum Verdict {
        SAME,
        /** It would have fired, and did not. */
        NEW,
        /** It fired, and would not have. */
        GONE,
        /** It would have fired earlier. */
        EARLIER,
        /** It would have fired later. */
        LATER,
        /** It would have fired when it did or not at all as it did, and something else is different. */
        OTHERWISE
    }

    /** An episode that there was and the one that there would have been in its place. */
    public record Pair(Optional<Episode> really, Optional<Episode> would) {

        public Verdict verdict() {
            boolean fired = really.filter(Episode::fired).isPresent();
            boolean wouldFire = would.filter(Episode::fired).isPresent();
            if (fired != wouldFire) return fired ? Verdict.GONE : Verdict.NEW;
            if (fired && shift() != 0) return shift() < 0 ? Verdict.EARLIER : Verdict.LATER;
            boolean same =
                    really.isPresent() && would.isPresent() && really.get().isSame(would.get());
            return same ? Verdict.SAME : Verdict.OTHERWISE;
        }

        /**
         * How much later it would have fired, in milliseconds; negative when earlier. Of an episode that fires either way; 0 if
         * both did so before the range.
         */
        public long shift() {
            Episode was = really.orElseThrow();
            Episode other = would.orElseThrow();
            if (was.firedBefore() && other.firedBefore()) return 0;
            return other.firedAt().orElseThrow() - was.firedAt().orElseThrow();
        }

        private long startedAt() {
            return Math.min(
                    really.map(Episode::startedAt).orElse(Long.MAX_VALUE),
                    would.map(Episode::startedAt).orElse(Long.MAX_VALUE));
        }
    }

    /** Whether nothing is different. */
    public boolean same() {
        return pairs.stream().allMatch(pair -> pair.verdict() == Verdict.SAME);
    }

    /** Puts the episodes of an alert together; each list is in order. */
    static AlertDiff of(String rule, Map<String, String> group, List<Episode> really, List<Episode> would) {
        List<Pair> pairs = new ArrayList<>();
        int next = 0;
        for (Episode one : really) {
            while (next < would.size() && isBefore(would.get(next), one)) {
                pairs.add(new Pair(Optional.empty(), Optional.of(would.get(next++))));
            }
            boolean both = next < would.size() && would.get(next).overlaps(one);
            pairs.add(new Pair(Optional.of(one), both ? Optional.of(would.get(next++)) : Optional.empty()));
        }
        while (next < would.size()) pairs.add(new Pair(Optional.empty(), Optional.of(would.get(next++))));
        pairs.sort((one, other) -> Long.compare(one.startedAt(), other.startedAt()));
        return new AlertDiff(rule, new TreeMap<>(group), pairs);
    }

    private static boolean isBefore(Episode one, Episode other) {
        return one.startedAt() < other.startedAt() && !one.overlaps(other);
    }
}
