package dev.vigia.processors.explain;

import dev.vigia.processors.evaluate.Recomputed;
import dev.vigia.processors.explain.Explanation.Read;
import dev.vigia.processors.explain.Recount.Outcome;
import dev.vigia.processors.explain.Recount.Scope;
import dev.vigia.processors.explain.Recount.Sources;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Aggregate;
import dev.vigia.processors.rules.Spec;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts again what one transition tells of: once for each spec of the rule, as far back as any part looks. Where that is not
 * there any more, it counts once more for those parts of the same spec that look back less far. For one thread, once.
 */
final class Recounts {

    private final Alert alert;
    private final Rule rule;
    private final Topics topics;
    private final Sources sources;
    private final Recomputed window;
    private final int mostRecords;
    /** By the place of the part in {@link Rule#counted()}. */
    private final List<Outcome> outcomes;

    private final List<Read> read = new ArrayList<>();
    private final Map<Spec, Samples> samples = new LinkedHashMap<>();

    /**
     * Recounts of one transition.
     *
     * @param rule the one that decided
     * @param mostRecords how many of the records that counted are kept at most
     */
    Recounts(Alert alert, Rule rule, Topics topics, Sources sources, int mostRecords) {
        this.alert = alert;
        this.rule = rule;
        this.topics = topics;
        this.sources = sources;
        this.window = new Recomputed(rule, alert.getAlertId(), alert.getWindowEnd());
        this.mostRecords = mostRecords;
        this.outcomes = new ArrayList<>(Collections.nCopies(rule.counted().size(), new Outcome.Stopped()));
    }

    void run() {
        Map<Spec, NavigableMap<Long, List<Integer>>> partsBySince = new LinkedHashMap<>();
        List<Rule> counted = rule.counted();
        for (int part = 0; part < counted.size(); part++) {
            partsBySince
                    .computeIfAbsent(Spec.of(counted.get(part)), first -> new TreeMap<>())
                    .computeIfAbsent(window.first(part), first -> new ArrayList<>())
                    .add(part);
        }
        int each = (mostRecords + partsBySince.size() - 1) / partsBySince.size();
        int partition = AlertId.partition(alert.getAlertId(), sources.log().signalPartitions());
        partsBySince.forEach((spec, parts) -> run(spec, partition, parts, each));
    }

    private void run(Spec spec, int partition, NavigableMap<Long, List<Integer>> partsBySince, int records) {
        String topic = spec.source().topic(topics).name();
        for (long since : partsBySince.keySet()) {
            Samples some = new Samples(records, spec.kind() == Spec.Kind.ERRORS);
            Recount recount = new Recount(alert, rule, window, new Scope(spec, topic, since), sources, some);
            Outcome outcome = recount.run(partition);
            List<Integer> parts = partsBySince.tailMap(since).values().stream()
                    .flatMap(Collection::stream)
                    .toList();
            parts.forEach(part -> outcomes.set(part, outcome));
            boolean last = !(outcome instanceof Outcome.Expired) || since == partsBySince.lastKey();
            if (last) {
                read.addAll(recount.read(names(parts)));
                samples.put(spec, some);
                return;
            }
            window.clear(spec.hash());
        }
    }

    private List<String> names(List<Integer> parts) {
        return rule.aggregate() instanceof Aggregate.Joint joint
                ? parts.stream()
                        .map(part -> joint.parts().get(part).name())
                        .distinct()
                        .toList()
                : List.of();
    }

    /** What it comes to, of the parts that were counted. */
    Recomputed window() {
        return window;
    }

    /** How counting a part ended. */
    Outcome of(int part) {
        return outcomes.get(part);
    }

    /** Whether some of what a part looks back on may have been thrown away when it was told. */
    boolean forgets(int part) {
        Spec spec = Spec.of(rule.counted().get(part));
        return window.forgottenFrom(part) <= alert.getDataTime()
                || alert.getLearning() && sources.versions().keptLessBefore(alert, rule, spec);
    }

    boolean areDone() {
        return outcomes.stream().allMatch(Outcome.Done.class::isInstance);
    }

    List<Read> read() {
        return read;
    }

    /** Some of the records that counted under each spec. */
    Map<Spec, Samples> samples() {
        return samples;
    }
}
