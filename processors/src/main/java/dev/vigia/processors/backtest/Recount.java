package dev.vigia.processors.backtest;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Spec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to be counted again, since the rules are others than those that a frame was counted by.
 *
 * @param same whether the rules are the same, and a frame is as it was
 * @param kept ids of the rules that records are counted for as they were; the recorded deltas are theirs
 * @param anew the other rules
 */
record Recount(boolean same, Set<String> kept, List<Rule> anew) {

    static Recount of(List<Rule> recorded, List<Rule> candidates) {
        if (recorded.equals(candidates)) return new Recount(true, Set.of(), List.of());
        Map<String, Rule> before = new HashMap<>();
        recorded.forEach(rule -> before.put(rule.id(), rule));
        Set<String> kept = new TreeSet<>();
        List<Rule> anew = new ArrayList<>();
        for (Rule rule : candidates) {
            Rule old = before.get(rule.id());
            if (old != null && countsAlike(old, rule)) kept.add(rule.id());
            else anew.add(rule);
        }
        return new Recount(false, kept, List.copyOf(anew));
    }

    /** Whether two rules of one id have the same deltas; those of each spec go into buckets of their own, in any order. */
    private static boolean countsAlike(Rule one, Rule other) {
        return Spec.all(one).equals(Spec.all(other)) && one.maxAge().equals(other.maxAge());
    }
}
