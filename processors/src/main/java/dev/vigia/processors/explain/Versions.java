package dev.vigia.processors.explain;

import dev.vigia.processors.rules.Reach;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.rules.Spec;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All versions of all rule files. Each is parsed when it is needed. Not thread-safe. */
final class Versions {

    private final Set<String> seen = new HashSet<>();
    /** By file name, then by offset in {@code control}. */
    private final NavigableMap<String, NavigableMap<Long, RuleFile>> files = new TreeMap<>();

    /** When they came into force, by offset in {@code control}: milliseconds since 1970-01-01 UTC. */
    private final Map<Long, Long> times = new HashMap<>();

    private final Map<Long, Optional<Map<String, Rule>>> parsed = new HashMap<>();

    /** Takes in the next record of {@code control}. */
    void take(long offset, Control control) {
        if (!seen.add(control.getId()) || !(control.getBody() instanceof RuleFile file)) return;
        files.computeIfAbsent(file.getName(), name -> new TreeMap<>()).put(offset, file);
        times.put(offset, control.getAt());
    }

    /** The rule that decided. */
    Optional<Rule> of(Alert alert) {
        long version = alert.getRuleVersion();
        return Optional.ofNullable(files.get(alert.getRuleSet()))
                .flatMap(versions -> Optional.ofNullable(versions.get(version)))
                .flatMap(file -> rules(version, file))
                .flatMap(rules -> Optional.ofNullable(rules.get(alert.getRuleId())));
    }

    /**
     * That a version of a rule looked further back than the one before it, so that earlier records were counted anew.
     *
     * @param version its offset in {@code control}
     * @param until up to which event time, milliseconds since 1970-01-01 UTC
     */
    record Anew(long version, long until) {

        /** Whether what was counted by the rules as they were at an offset does not count any more. */
        boolean leavesOut(long rulesOffset, long bucket) {
            return rulesOffset < version && bucket < until;
        }
    }

    /** Each time that it happened to what the rule that decided counts under a spec. */
    List<Anew> countedAnew(Alert alert, Rule rule, Spec spec) {
        List<Anew> anew = new ArrayList<>();
        Optional<Rule> before = Optional.empty();
        for (var version : files.getOrDefault(alert.getRuleSet(), new TreeMap<>())
                .headMap(alert.getRuleVersion(), true)
                .entrySet()) {
            Optional<Map<String, Rule>> rules = rules(version.getKey(), version.getValue());
            if (rules.isEmpty()) continue;
            Optional<Rule> now = Optional.ofNullable(rules.get().get(rule.id()))
                    .filter(named -> Spec.all(named).contains(spec));
            if (before.isPresent() && now.isPresent()) {
                long at = times.getOrDefault(version.getKey(), 0L);
                Reach.countedAnewUntil(before.get(), now.get(), spec, at)
                        .ifPresent(until -> anew.add(new Anew(version.getKey(), until)));
            }
            before = now;
        }
        return anew;
    }

    /** Whether what the rule that decided counts under a spec was kept for less long under an earlier version. */
    boolean keptLessBefore(Alert alert, Rule rule, Spec spec) {
        long kept = Reach.of(rule, spec) + Reach.keepFor(rule);
        return files
                .getOrDefault(alert.getRuleSet(), new TreeMap<>())
                .headMap(alert.getRuleVersion())
                .entrySet()
                .stream()
                .flatMap(version -> rules(version.getKey(), version.getValue()).stream())
                .flatMap(rules -> Optional.ofNullable(rules.get(rule.id())).stream())
                .filter(before -> Spec.all(before).contains(spec))
                .anyMatch(before -> Reach.of(before, spec) + Reach.keepFor(before) < kept);
    }

    /**
     * The version of a rule that records were counted by, if it counted what is asked for.
     *
     * @param offset of the last change of rules in {@code control} by then
     */
    Optional<Rule> counting(long offset, String ruleId, Spec spec) {
        // Of two files that have a rule of the same id, the one whose name sorts first counts.
        return files.values().stream()
                .flatMap(versions -> inForce(offset, versions).stream())
                .flatMap(rules -> Optional.ofNullable(rules.get(ruleId)).stream())
                .findFirst()
                .filter(counting -> Spec.all(counting).contains(spec));
    }

    /** A version that cannot be read changes nothing. */
    private Optional<Map<String, Rule>> inForce(long offset, NavigableMap<Long, RuleFile> versions) {
        return versions.headMap(offset, true).descendingMap().entrySet().stream()
                .flatMap(version -> rules(version.getKey(), version.getValue()).stream())
                .findFirst();
    }

    private Optional<Map<String, Rule>> rules(long version, RuleFile file) {
        return parsed.computeIfAbsent(version, missing -> parse(file));
    }

    private static Optional<Map<String, Rule>> parse(RuleFile file) {
        Map<String, Rule> rules = new HashMap<>();
        if (file.getContent() == null) return Optional.of(rules);
        try {
            RuleSetParser.parse(file.getName(), file.getContent()).rules().forEach(rule -> rules.put(rule.id(), rule));
            return Optional.of(rules);
        } catch (UserException e) {
            return Optional.empty(); // as it was then, unless this program reads rules otherwise
        }
    }
}
