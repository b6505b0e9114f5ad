package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Reach;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.Spec;
import dev.vigia.schemas.avro.WarmedRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The rules in force after each rule file in {@code control}, and what of earlier records one version has to count that another
 * has not. For one thread.
 */
final class RuleVersions {

    /** Data time is behind the clock, and windows that are judged begin so much earlier: milliseconds. */
    private static final long LAG = 60_000;

    /** {@code evaluate} has thrown away what a rule counted once nobody needs it, and later by how far it lags. */
    private static final long FORGOTTEN_AFTER = Duration.ofDays(1).toMillis();

    private final NavigableMap<Long, Version> versions = new TreeMap<>();

    /** @param at when it came into force: milliseconds since 1970-01-01 UTC */
    private record Version(Map<String, Rule> rules, long at) {

        static final Version NONE = new Version(Map.of(), 0);

        /** The rule of an id, if it counts what is asked for. */
        Optional<Rule> counting(String id, Spec spec) {
            return Optional.ofNullable(rules.get(id))
                    .filter(rule -> Spec.all(rule).contains(spec));
        }
    }

    /** Takes in the rules that are in force from an offset of {@code control} on. */
    void add(long offset, Collection<Rule> rules, long at) {
        Map<String, Rule> byId = new HashMap<>();
        rules.forEach(rule -> byId.put(rule.id(), rule));
        versions.put(offset, new Version(byId, at));
    }

    /** The rules that are in force from an offset of {@code control} on. */
    Map<String, Rule> at(long offset) {
        return version(offset).rules();
    }

    private Version version(long offset) {
        var version = versions.floorEntry(offset);
        return version == null ? Version.NONE : version.getValue();
    }

    /**
     * What has to be counted of the records of a source from before one version took the place of another. For what the other has
     * counted as well only what is not kept any more; nothing for what a version has counted before that is not forgotten: it would
     * count twice.
     *
     * @param before offset of the version that was in force in {@code control}; -1 if there was none
     * @param at when the other took its place: milliseconds since 1970-01-01 UTC
     */
    List<WarmedRule> lacking(long before, long after, Source source, long at) {
        Version old = version(before);
        List<WarmedRule> lacking = new ArrayList<>();
        new TreeMap<>(at(after)).forEach((id, rule) -> {
            for (Spec spec : Spec.all(rule)) {
                if (spec.source() != source) continue;
                long since = at - LAG - Reach.of(rule, spec) - Reach.learnFor(rule);
                if (old.counting(id, spec).isPresent()) {
                    OptionalLong until = looksFurtherBack(id, spec, before, after);
                    if (until.isPresent()) lacking.add(new WarmedRule(id, spec.hash(), since, until.getAsLong()));
                } else if (!wasCounted(id, spec, after, at)) {
                    lacking.add(new WarmedRule(id, spec.hash(), since, Long.MAX_VALUE));
                }
            }
        });
        return lacking;
    }

    /** Up to which event time records are counted anew, since a version of the rule looks further back than the one before it. */
    private OptionalLong looksFurtherBack(String rule, Spec spec, long before, long after) {
        Optional<Rule> known = Optional.empty();
        for (Version version :
                versions.subMap(versions.floorKey(before), true, after, true).values()) {
            Optional<Rule> next = version.counting(rule, spec);
            if (known.isPresent() && next.isPresent()) {
                OptionalLong until = Reach.countedAnewUntil(known.get(), next.get(), spec, version.at());
                if (until.isPresent()) return until;
            }
            known = next;
        }
        return OptionalLong.empty();
    }

    private boolean wasCounted(String rule, Spec spec, long after, long at) {
        for (var version : versions.headMap(after, false).entrySet()) {
            Optional<Rule> known = version.getValue().counting(rule, spec);
            if (known.isEmpty()) continue;
            long replaced = versions.higherEntry(version.getKey()).getValue().at();
            long kept = Reach.of(known.get(), spec) + Reach.keepFor(known.get());
            if (replaced > at - kept - FORGOTTEN_AFTER) return true;
        }
        return false;
    }
}
