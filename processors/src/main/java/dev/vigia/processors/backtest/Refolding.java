package dev.vigia.processors.backtest;

import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.verify.Findings;
import dev.vigia.processors.verify.Report.Difference;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Folds the original records again along the cuts of each transaction of {@code aggregate}: by the rules that there were, to
 * see whether that gives what was recorded, and by those of the candidate that are counted anew. For one thread.
 */
final class Refolding {

    static final String EXPIRED = "expired transactions";

    /** A transaction's frames lie close together, but in as many partitions as there are. */
    private static final int REMEMBERED = 256;

    private final Recorded recorded;
    private final Map<String, Source> sources;
    private final Range range;
    private final History rules;
    private final History candidates;
    private final Refold asItWas;
    private final Refold anew;
    private final Findings findings;
    private final Refolded untouched;
    private final Map<Long, Recount> recounts = new HashMap<>();
    private final Map<Key, Refolded> remembered = new LinkedHashMap<>();

    /** What all frames of a transaction have in common, and those of no other. */
    record Key(List<Cut> cuts, long rulesOffset, long writtenAt) {

        static Key of(Frame frame) {
            return new Key(frame.getCuts(), frame.getRulesOffset(), frame.getWrittenAt());
        }
    }

    /**
     * What came of a transaction.
     *
     * @param asItWas deltas of the rules of then, by partition of {@code signals}; empty if that is not to be looked at, or
     *     records have expired
     * @param anew deltas of the candidate's rules that are counted anew; empty when their records have expired
     */
    record Refolded(Optional<List<List<Delta>>> asItWas, Optional<List<List<Delta>>> anew) {}

    /** @param folds makes what folds records by rules; each keeps what it has compiled of the last ones */
    Refolding(
            Recorded recorded,
            Map<String, Source> sources,
            Range range,
            History rules,
            History candidates,
            Supplier<Refold> folds,
            Findings findings) {
        this.recorded = recorded;
        this.sources = sources;
        this.range = range;
        this.rules = rules;
        this.candidates = candidates;
        this.asItWas = folds.get();
        this.anew = folds.get();
        this.findings = findings;
        this.untouched = new Refolded(Optional.empty(), Optional.of(nothing()));
    }

    /** What the candidate has counted anew of a frame. */
    Recount recount(Frame frame) {
        return recounts.computeIfAbsent(
                frame.getRulesOffset(), offset -> Recount.of(rules.rules(offset), candidates.rules(offset)));
    }

    /** Refolds the transaction of a frame. */
    Refolded refold(Frame frame) {
        Recount recount = recount(frame);
        boolean check = range.holds(frame.getWrittenAt());
        if (!check && recount.anew().isEmpty()) return untouched;
        Key key = Key.of(frame);
        Refolded known = remembered.get(key);
        if (known != null) return known;
        Refolded refolded = refold(frame, check, recount.anew());
        if (remembered.size() >= REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
        remembered.put(key, refolded);
        return refolded;
    }

    private Refolded refold(Frame frame, boolean check, List<Rule> again) {
        Set<Source> needed = again.stream()
                .flatMap(rule -> rule.counted().stream())
                .map(Rule::source)
                .collect(Collectors.toSet());
        Optional<List<List<Delta>>> checked = check ? Optional.of(nothing()) : Optional.empty();
        Optional<List<List<Delta>>> counted = Optional.of(nothing());
        long records = 0;
        List<Cut> cuts = frame.getCuts();
        for (int i = 0; i < cuts.size(); i++) {
            Cut cut = cuts.get(i);
            boolean wanted = Optional.ofNullable(sources.get(cut.getTopic()))
                    .filter(needed::contains)
                    .isPresent();
            if (cut.getFromOffset() == cut.getToOffset() || !check && !wanted) continue;
            var found = recorded.records(cut);
            if (found.isEmpty()) {
                checked = Optional.empty();
                if (wanted) counted = Optional.empty();
                continue;
            }
            records += found.get().size();
            if (check && found.get().size() != cut.getRecords())
                findings.differ(Difference.miscounted(cut, found.get().size()));
            if (checked.isPresent()) {
                List<Rule> then = rules.rules(frame.getRulesOffset());
                spread(asItWas.refold(cut, found.get(), circumstances(i, then, frame)), checked.get());
            }
            if (wanted && counted.isPresent()) {
                spread(anew.refold(cut, found.get(), circumstances(i, again, frame)), counted.get());
            }
        }
        if (check) {
            findings.count(checked.isPresent() ? SelfCheck.TRANSACTIONS : EXPIRED, 1);
            findings.count(SelfCheck.RECORDS, records);
        }
        return new Refolded(checked, counted);
    }

    private static Refold.Circumstances circumstances(int cut, List<Rule> rules, Frame frame) {
        return new Refold.Circumstances(cut, rules, frame.getWrittenAt());
    }

    private List<List<Delta>> nothing() {
        List<List<Delta>> partitions = new ArrayList<>();
        for (int i = 0; i < recorded.partitions(); i++) partitions.add(new ArrayList<>());
        return partitions;
    }

    /** Puts deltas where {@code aggregate} puts them. */
    private static void spread(List<Delta> deltas, List<List<Delta>> partitions) {
        for (Delta delta : deltas) {
            String alert = AlertId.of(delta.getSeries(), delta.getGroup());
            partitions.get(AlertId.partition(alert, partitions.size())).add(delta);
        }
    }
}
