package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.RuleIndex;
import dev.vigia.processors.rules.Spec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules, ready to have records counted for them. Thread-safe. */
final class CompiledRules {

    private final OfSource logs;
    private final OfSource metrics;
    private final OfSource spans;
    private final int size;

    /**
     * The rules, and parts of rules, that read one kind of record.
     *
     * @param fields what they read of it: paths of fields, or of structures and maps as a whole
     */
    record OfSource(RuleIndex<CompiledRule> index, List<CompiledRule> all, Set<String> fields) {

        OfSource {
            all = List.copyOf(all);
        }

        int size() {
            return all.size();
        }
    }

    private CompiledRules(Collection<Rule> rules) {
        size = rules.size();
        logs = of(rules, Source.LOGS);
        metrics = of(rules, Source.METRICS);
        spans = of(rules, Source.SPANS);
    }

    /** @param rules whose expressions were checked when they were read */
    static CompiledRules of(Collection<Rule> rules) {
        return new CompiledRules(rules);
    }

    private static OfSource of(Collection<Rule> rules, Source source) {
        List<CompiledRule> compiled = new ArrayList<>();
        Set<String> fields = new TreeSet<>();
        for (Rule rule : rules) {
            for (Spec spec : Spec.all(rule)) {
                if (spec.source() != source) continue;
                CompiledRule one = CompiledRule.of(rule, spec, compiled.size());
                compiled.add(one);
                fields.addAll(one.fields());
            }
        }
        return new OfSource(RuleIndex.of(compiled, CompiledRule::filter), compiled, fields);
    }

    OfSource of(Source source) {
        return switch (source) {
            case LOGS -> logs;
            case METRICS -> metrics;
            case SPANS -> spans;
        };
    }

    int size() {
        return size;
    }
}
