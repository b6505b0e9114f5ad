package dev.vigia.processors.explain;

import dev.vigia.processors.evaluate.Recomputed.Computed;
import dev.vigia.processors.explain.Explanation.Part;
import dev.vigia.processors.explain.Recount.Outcome;
import dev.vigia.processors.explain.Verdict.Difference;
import dev.vigia.processors.explain.Verdict.Gap;
import dev.vigia.processors.rules.Overflow;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Rule.Condition.Level;
import dev.vigia.runtime.Durations;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertPart;
import dev.vigia.schemas.avro.OffsetRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a transition tells beside what its records come to. Each part of a rule is compared by itself, as far as its own records
 * are there; the whole is compared when all of them are.
 */
final class Comparison {

    private final Alert alert;
    private final Rule rule;
    private final Recounts recounts;
    private final Optional<Computed> computed;
    private final List<Part> parts;

    /** @param recounts that have run */
    Comparison(Alert alert, Rule rule, Recounts recounts, Topics topics) {
        this.alert = alert;
        this.rule = rule;
        this.recounts = recounts;
        this.computed = recounts.areDone()
                ? Optional.of(recounts.window().compute(level().orElse(mildest()), topics))
                : Optional.empty();
        this.parts = compareParts();
    }

    /** What the whole comes to; empty when not all of it was counted. */
    Optional<Computed> computed() {
        return computed;
    }

    /** Each part of the rule; empty where it has none, or the transition tells of others. */
    List<Part> parts() {
        return parts;
    }

    /** The verdict on the whole. */
    Verdict verdict() {
        return rule.aggregate() instanceof Aggregate.Joint ? verdictOfParts() : verdictOfOne();
    }

    private Verdict verdictOfOne() {
        return uncounted(0).orElseGet(() -> {
            boolean more = computed.orElseThrow().evidence().getCount()
                    > alert.getEvidence().getCount();
            Verdict verdict = verdict(differences(), forgets(0), more);
            boolean matches = verdict instanceof Verdict.Match;
            return matches && rule.aggregate() instanceof Aggregate.NewTerm term && alert.getSamples() > 0
                    ? new Verdict.Unknown(
                            "The records are there and were counted so; that the group had not been seen for "
                                    + Durations.format(term.memory()) + " before is not looked for.")
                    : verdict;
        });
    }

    /** What differs in a part differs in the whole; what is not there of a part is missing in it. */
    private Verdict verdictOfParts() {
        if (parts.isEmpty()) {
            int told = alert.getParts().size();
            int counted = rule.counted().size();
            return new Verdict.Differs(
                    List.of(new Difference("parts", Integer.toString(told), Integer.toString(counted))));
        }
        Set<Difference> differing = new LinkedHashSet<>();
        Set<Gap> gaps = new LinkedHashSet<>();
        Optional<Verdict> unknown = Optional.empty();
        boolean forgets = false;
        for (int i = 0; i < parts.size(); i++) {
            Verdict verdict = parts.get(i).verdict();
            String name = parts.get(i).recorded().getName();
            if (verdict instanceof Verdict.Differs differs) {
                differs.differences().forEach(one -> differing.add(one.in(name)));
            } else if (verdict instanceof Verdict.Expired expired) {
                gaps.addAll(expired.gaps());
            } else if (verdict instanceof Verdict.Unknown) {
                unknown = Optional.of(verdict);
            }
            forgets |= forgets(i);
        }
        List<Difference> whole = computed.isPresent() ? differences() : List.of();
        if (!differing.isEmpty()) {
            differing.addAll(whole);
            return new Verdict.Differs(List.copyOf(differing));
        }
        if (!gaps.isEmpty()) return new Verdict.Expired(List.copyOf(gaps));
        return unknown.isPresent() ? unknown.get() : verdict(whole, forgets, false);
    }

    private List<Part> compareParts() {
        if (!(rule.aggregate() instanceof Aggregate.Joint joint)
                || alert.getParts().size() != joint.parts().size()) {
            return List.of();
        }
        List<Part> compared = new ArrayList<>();
        for (int i = 0; i < joint.parts().size(); i++)
            compared.add(compare(i, alert.getParts().get(i), joint));
        return compared;
    }

    private Part compare(int place, AlertPart recorded, Aggregate.Joint joint) {
        Rule part = joint.parts().get(place).rule();
        Optional<Verdict> uncounted = uncounted(place);
        if (uncounted.isPresent()) return new Part(part, recorded, uncounted.get(), Optional.empty());
        boolean steps = joint instanceof Aggregate.Sequence;
        long end = recorded.getWindowEnd();
        boolean within =
                steps ? end > alert.getWindowStart() && end <= alert.getWindowEnd() : end == alert.getWindowEnd();
        AlertPart again = recounts.window().part(place, within ? end : alert.getWindowEnd());
        List<Difference> found = new ArrayList<>();
        differ(found, "name", recorded.getName(), again.getName());
        differ(found, "window_start", recorded.getWindowStart(), again.getWindowStart());
        differ(found, "window_end", end, again.getWindowEnd());
        differ(found, "threshold", recorded.getThreshold(), again.getThreshold());
        differ(found, "value", recorded.getValue(), again.getValue());
        differ(found, "samples", recorded.getSamples(), again.getSamples());
        // A step that holds may not count, since it did not come in order.
        if (!steps || recorded.getHolds()) differ(found, "holds", recorded.getHolds(), again.getHolds());
        boolean more = again.getSamples() > recorded.getSamples();
        return new Part(part, recorded, verdict(found, forgets(place), more), Optional.of(again));
    }

    /** The verdict on what was not counted to the end. */
    private Optional<Verdict> uncounted(int part) {
        Outcome outcome = recounts.of(part);
        if (outcome instanceof Outcome.Expired expired) return Optional.of(new Verdict.Expired(expired.gaps()));
        if (outcome instanceof Outcome.Stopped) {
            return Optional.of(new Verdict.Unknown("There was no time to read all of the records."));
        }
        if (outcome instanceof Outcome.NotCounted missing) {
            OffsetRange range = missing.range();
            return Optional.of(new Verdict.Differs(List.of(new Difference(
                    "evidence of " + range.getTopic() + "-" + range.getPartition(),
                    words(range),
                    "had not been counted when it was decided"))));
        }
        return Optional.empty();
    }

    private boolean forgets(int part) {
        return recounts.forgets(part);
    }

    /** @param more whether there are more records than was told */
    private Verdict verdict(List<Difference> differences, boolean forgets, boolean more) {
        if (differences.isEmpty()) return new Verdict.Match();
        if (forgets) {
            return new Verdict.Unknown(
                    "By the time it was told, what had been counted in its window may have been thrown away.");
        }
        if (Overflow.is(alert.getGroup().values())) {
            return new Verdict.Unknown(
                    "This is no group of its own: the records of all groups count in it that the rule"
                            + " had no room for (max_groups). Which groups these were is not kept.");
        }
        // Nobody has noted whether it was the rule or the group that was known in part.
        return more && alert.getLearning()
                ? new Verdict.Unknown(
                        "There are more records than it tells of. It was learning: the rule may have had no"
                                + " room for the group before (max_groups), and what came then counted as "
                                + Overflow.NAME + ".")
                : new Verdict.Differs(differences);
    }

    private Optional<Level> level() {
        return rule.condition().levels().stream()
                .filter(level -> level.severity() == alert.getSeverity())
                .findFirst();
    }

    private Level mildest() {
        return rule.condition().levels().get(0);
    }

    /** What differs in the whole, which was computed. */
    private List<Difference> differences() {
        Computed again = computed.orElseThrow();
        List<Difference> found = new ArrayList<>();
        differ(found, "window_start", alert.getWindowStart(), recounts.window().start());
        if (level().isPresent()) differ(found, "threshold", alert.getThreshold(), again.threshold());
        else differ(found, "threshold", alert.getThreshold(), "none of severity " + alert.getSeverity());
        differ(found, "value", alert.getValue(), again.value().orElse(0));
        differ(found, "samples", alert.getSamples(), again.samples());
        differ(
                found,
                "evidence.count",
                alert.getEvidence().getCount(),
                again.evidence().getCount());
        evidence(
                found,
                ranges(alert.getEvidence().getRanges()),
                ranges(again.evidence().getRanges()));
        for (int i = 0; i < parts.size(); i++) {
            AlertPart recorded = alert.getParts().get(i);
            AlertPart computedPart = again.parts().get(i);
            List<Difference> inOrder = new ArrayList<>();
            differ(inOrder, "window_end", recorded.getWindowEnd(), computedPart.getWindowEnd());
            differ(inOrder, "holds", recorded.getHolds(), computedPart.getHolds());
            inOrder.forEach(one -> found.add(one.in(recorded.getName())));
        }
        return found;
    }

    private static void evidence(List<Difference> found, Map<String, String> recorded, Map<String, String> again) {
        recorded.forEach((partition, range) ->
                differ(found, "evidence of " + partition, range, again.getOrDefault(partition, "nothing")));
        again.forEach((partition, range) -> {
            if (!recorded.containsKey(partition)) differ(found, "evidence of " + partition, "nothing", range);
        });
    }

    private static void differ(List<Difference> found, String what, Object recorded, Object computed) {
        if (!recorded.equals(computed)) {
            found.add(new Difference(what, recorded.toString(), computed.toString()));
        }
    }

    /** By partition; parts that count different things of it have a range each. */
    private static Map<String, String> ranges(List<OffsetRange> ranges) {
        Map<String, String> words = new TreeMap<>();
        ranges.forEach(range -> words.merge(
                range.getTopic() + "-" + range.getPartition(), words(range), (one, next) -> one + "; " + next));
        return words;
    }

    private static String words(OffsetRange range) {
        return "offsets " + range.getFromOffset() + " to " + range.getToOffset() + ", " + range.getCount() + " counted";
    }
}
