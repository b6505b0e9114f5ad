package dev.vigia.chaos.verdict;

import dev.vigia.chaos.load.Claim;
import dev.vigia.chaos.load.Signal;
import java.util.BitSet;
import java.util.List;

/** Every acknowledged record is in its topic, no refused one is, and none is there twice. */
final class DeliveryCheck {

    private DeliveryCheck() {}

    static Check check(List<Claim> claims, Evidence evidence) {
        Findings findings = new Findings("in the topics once");
        for (Claim claim : claims) {
            BitSet there = evidence.arrivals(claim.signal()).of(claim.number());
            BitSet lost = (BitSet) claim.acknowledged().clone();
            lost.andNot(there);
            findings.differ(claim.lane(), "acknowledged records are lost", lost);
            BitSet refused = (BitSet) claim.refused().clone();
            refused.and(there);
            findings.differ(claim.lane(), "refused records are there", refused);
        }
        for (Signal signal : Signal.values()) findings.differ(evidence.arrivals(signal));
        findings.count("sent", claims.stream().mapToLong(Claim::sent).sum());
        findings.count(
                "acknowledged",
                claims.stream().mapToLong(it -> it.acknowledged().cardinality()).sum());
        findings.count("unknown", claims.stream().mapToLong(Claim::unknown).sum());
        return findings.check();
    }
}
