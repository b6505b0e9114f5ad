package dev.vigia.chaos.verdict;

import dev.vigia.chaos.load.Claim;
import dev.vigia.chaos.load.Claim.Fate;
import dev.vigia.chaos.load.Signal;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What is in the topics is in Elasticsearch, each record once; but for what Elasticsearch does not take. */
final class DocumentCheck {

    private DocumentCheck() {}

    /** @param documents the records of the load in Elasticsearch */
    static Check check(List<Claim> claims, Evidence evidence, Function<Signal, Arrivals> documents) {
        Findings findings = new Findings("in Elasticsearch once");
        long count = 0;
        for (Signal signal : Signal.values()) {
            Arrivals there = documents.apply(signal);
            count += there.count() + there.doubles();
            findings.differ(there);
            for (Claim claim : claims) {
                if (claim.signal() != signal) continue;
                BitSet expected = expected(claim, evidence);
                BitSet missing = (BitSet) expected.clone();
                missing.andNot(there.of(claim.number()));
                findings.differ(claim.lane(), "records are missing", missing);
                BitSet strange = (BitSet) there.of(claim.number()).clone();
                strange.andNot(expected);
                findings.differ(claim.lane(), "documents should not be there", strange);
            }
        }
        findings.count("documents", count);
        return findings.check();
    }

    private static BitSet expected(Claim claim, Evidence evidence) {
        if (claim.fate() == Fate.UNINDEXABLE) return new BitSet();
        return evidence.arrivals(claim.signal()).of(claim.number());
    }

    /**
     * Whether all of it may be there by now.
     *
     * @param documents how many documents there are, which is quick to get
     */
    static boolean mayPass(List<Claim> claims, Evidence evidence, ToLongFunction<Signal> documents) {
        for (Signal signal : Signal.values()) {
            long expected = claims.stream()
                    .filter(claim -> claim.signal() == signal)
                    .mapToLong(claim -> expected(claim, evidence).cardinality())
                    .sum();
            if (documents.applyAsLong(signal) < expected) return false;
        }
        return true;
    }
}
