package dev.vigia.processors.routing;

import dev.vigia.processors.rules.FieldPath;
import dev.vigia.processors.rules.Rule;
import dev.vigia.schemas.avro.MatchType;
import dev.vigia.schemas.avro.Matcher;
import dev.vigia.schemas.avro.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Alerts that may come: what is known of their labels. Immutable.
 *
 * @param labels by name
 * @param others what a label may be that is not in {@code labels}
 */
record Possible(SortedMap<String, Values> labels, Values others) {

    private static final Values ABSENT = Values.of(Set.of(""));

    /** Any alert of a severity, one from outside too. */
    static Possible any(Severity severity) {
        return new Possible(new TreeMap<>(Map.of("severity", Values.of(Set.of(word(severity))))), Values.any());
    }

    /** The alerts of a rule that have one of its severities, without owners. */
    static Possible of(Rule rule, Severity severity) {
        SortedMap<String, Values> labels = new TreeMap<>();
        rule.condition().levels().stream()
                .filter(level -> level.severity() == severity)
                .findFirst()
                .map(rule::labels)
                .orElseGet(() -> new TreeMap<>(rule.labels()))
                .forEach((name, value) -> labels.put(name, Values.of(Set.of(value))));
        rule.groupBy().forEach(path -> labels.put(FieldPath.label(path), Values.any()));
        labels.put("alertname", Values.of(Set.of(rule.id())));
        labels.put("severity", Values.of(Set.of(word(severity))));
        labels.put("category", Values.of(Set.of(rule.category())));
        return new Possible(labels, ABSENT);
    }

    /**
     * The same with the owners of their services, as far as they have none: apart for each owner, and those without.
     *
     * @param owners by service
     */
    List<Possible> owned(Map<String, String> owners) {
        return labels.containsKey(Routing.OWNER) ? List.of(this) : owned(Routing.SERVICE, owners);
    }

    private List<Possible> owned(List<String> services, Map<String, String> owners) {
        if (services.isEmpty()) return List.of(this);
        List<Possible> owned = new ArrayList<>();
        Optional<Possible> rest = Optional.of(this);
        for (var owner : new TreeMap<>(owners).entrySet()) {
            Matcher service = equal(services.get(0), owner.getKey());
            rest.flatMap(some -> some.where(service, true))
                    .ifPresent(some -> owned.add(some.with(Routing.OWNER, Values.of(Set.of(owner.getValue())))));
            rest = rest.flatMap(some -> some.where(service, false));
        }
        rest.ifPresent(some -> owned.addAll(some.owned(services.subList(1, services.size()), owners)));
        return owned;
    }

    private static Matcher equal(String name, String value) {
        return new Matcher(name, MatchType.EQUAL, value);
    }

    static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private Possible with(String name, Values values) {
        SortedMap<String, Values> changed = new TreeMap<>(labels);
        changed.put(name, values);
        return new Possible(changed, others);
    }

    /** Those of them for which a matcher holds, or does not; empty when there are none. */
    Optional<Possible> where(Matcher matcher, boolean holds) {
        Values values = labels.getOrDefault(matcher.getName(), others).where(matcher, holds);
        return values.isEmpty() ? Optional.empty() : Optional.of(with(matcher.getName(), values));
    }

    /** Those for which all hold. */
    Optional<Possible> where(List<Matcher> matchers) {
        Optional<Possible> left = Optional.of(this);
        for (Matcher matcher : matchers) left = left.flatMap(some -> some.where(matcher, true));
        return left;
    }

    /** Whether all of them match. */
    boolean imply(List<Matcher> matchers) {
        return matchers.stream().noneMatch(matcher -> where(matcher, false).isPresent());
    }

    /** For people: what is known of them beyond what is known of others, as matchers. */
    List<String> beyond(Possible others) {
        List<String> written = new ArrayList<>();
        labels.forEach((name, values) -> {
            if (values.equals(others.labels.get(name)) || values.equals(others.others)) return;
            written.addAll(values.written(name));
        });
        return written;
    }
}
