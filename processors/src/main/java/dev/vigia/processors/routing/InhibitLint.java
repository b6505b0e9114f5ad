package dev.vigia.processors.routing;

import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds inhibit rules that mute nothing, or whose source is among what it mutes. */
final class InhibitLint {

    private final String file;
    private final Map<String, String> owners;

    /** @param owners by service */
    InhibitLint(String file, Map<String, String> owners) {
        this.file = file;
        this.owners = owners;
    }

    List<String> check(List<InhibitRule> inhibitRules, Collection<Rule> rules) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < inhibitRules.size(); i++) {
            InhibitRule inhibit = inhibitRules.get(i);
            String where = RoutingLint.at(file, inhibit.line(), "inhibit rule " + i);
            problem(inhibit, rules).ifPresent(problem -> problems.add(where + problem));
        }
        return problems;
    }

    private Optional<String> problem(InhibitRule inhibit, Collection<Rule> rules) {
        return never("source_matchers", inhibit.sourceMatchers())
                .or(() -> never("target_matchers", inhibit.targetMatchers()))
                .or(() -> same(inhibit))
                .or(() -> itself(inhibit, rules));
    }

    private static Optional<String> never(String field, List<Matcher> matchers) {
        Optional<String> severity = DeadRoutes.noSeverity(matchers);
        if (severity.isPresent()) return Optional.of(field + ": " + severity.get());
        return possible(matchers).isEmpty()
                ? Optional.of(field + ": no alert can match; they exclude each other")
                : Optional.empty();
    }

    private static List<Possible> possible(List<Matcher> matchers) {
        return Arrays.stream(Severity.values())
                .flatMap(severity -> Possible.any(severity).where(matchers).stream())
                .toList();
    }

    private static Optional<String> same(InhibitRule inhibit) {
        boolean sourcesAreTargets =
                possible(inhibit.sourceMatchers()).stream().allMatch(some -> some.imply(inhibit.targetMatchers()));
        boolean targetsAreSources =
                possible(inhibit.targetMatchers()).stream().allMatch(some -> some.imply(inhibit.sourceMatchers()));
        return sourcesAreTargets && targetsAreSources
                ? Optional.of("source and target are the same alerts, which would mute themselves")
                : Optional.empty();
    }

    private Optional<String> itself(InhibitRule inhibit, Collection<Rule> rules) {
        List<Matcher> both = new ArrayList<>(inhibit.sourceMatchers());
        both.addAll(inhibit.targetMatchers());
        for (Rule rule : rules) {
            for (Severity severity : rule.condition().severities()) {
                for (Possible alerts : Possible.of(rule, severity).owned(owners)) {
                    if (alerts.where(both).isEmpty()) continue;
                    return Optional.of("target_matchers: an alert of rule " + rule.id() + " (" + Possible.word(severity)
                            + ") is source and target, and would mute itself; leave the sources out, for instance by"
                            + " alertname!=\"" + rule.id() + '"');
                }
            }
        }
        return Optional.empty();
    }
}
