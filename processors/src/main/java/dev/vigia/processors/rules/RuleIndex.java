package dev.vigia.processors.rules;

import dev.vigia.processors.rules.RecordFilter.Equality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Filters by what they ask of a record: those that want {@code service == "x"} are only asked about records of that
 * service, and those that want {@code http.route == "y"} as well only about those of that route. A candidate still has to be
 * tested. Immutable.
 *
 * @param <T> what has a filter
 */
public final class RuleIndex<T> {

    /** One map look-up a record and field: more fields would cost more than they save. */
    private static final int MOST_FIELDS = 4;
    /** So few are tested sooner than looked up. */
    private static final int FEW = 3;

    private final List<T> everywhere;
    private final List<ByField<T>> fields;

    private record ByField<T>(FieldPath field, Map<String, RuleIndex<T>> byValue) {}

    private RuleIndex(List<T> everywhere, List<ByField<T>> fields) {
        this.everywhere = everywhere;
        this.fields = fields;
    }

    /** An index over the things, which all read the same kind of record. */
    public static <T> RuleIndex<T> of(List<T> things, Function<T, RecordFilter> filter) {
        return new Building<>(filter).index(things, Set.of());
    }

    /** Calls {@code candidate} with each thing whose filter may match the record, each once. */
    public void candidates(SpecificRecord record, Consumer<T> candidate) {
        for (int i = 0; i < everywhere.size(); i++) candidate.accept(everywhere.get(i));
        for (int i = 0; i < fields.size(); i++) {
            ByField<T> field = fields.get(i);
            RuleIndex<T> some = field.byValue.get(field.field.text(record));
            if (some != null) some.candidates(record, candidate);
        }
    }

    /** Things that ask for one field, by the value that they want. */
    private record Group<T>(FieldPath field, Map<String, List<T>> byValue) {}

    private record Building<T>(Function<T, RecordFilter> filter) {

        /** @param known paths of fields whose values are known to fit */
        RuleIndex<T> index(List<T> things, Set<String> known) {
            if (things.size() <= FEW) return new RuleIndex<>(List.copyOf(things), List.of());
            List<String> paths = bestFields(things, known);
            List<T> everywhere = new ArrayList<>();
            Map<String, Group<T>> groups = new LinkedHashMap<>();
            for (T thing : things) {
                equalities(thing)
                        .filter(equality -> paths.contains(equality.field().path()))
                        .min(Comparator.comparingInt(
                                equality -> paths.indexOf(equality.field().path())))
                        .ifPresentOrElse(equality -> add(groups, equality, thing), () -> everywhere.add(thing));
            }
            List<ByField<T>> fields =
                    groups.values().stream().map(group -> byField(group, known)).toList();
            return new RuleIndex<>(List.copyOf(everywhere), fields);
        }

        private ByField<T> byField(Group<T> group, Set<String> known) {
            Set<String> knownThen = new HashSet<>(known);
            knownThen.add(group.field().path());
            Map<String, RuleIndex<T>> byValue = new HashMap<>();
            group.byValue().forEach((value, things) -> byValue.put(value, index(things, knownThen)));
            return new ByField<>(group.field(), byValue);
        }

        private void add(Map<String, Group<T>> groups, Equality equality, T thing) {
            Group<T> group = groups.computeIfAbsent(
                    equality.field().path(), path -> new Group<>(equality.field(), new HashMap<>()));
            for (String value : equality.values()) {
                group.byValue().computeIfAbsent(value, v -> new ArrayList<>()).add(thing);
            }
        }

        /** The fields that tell most: those with the most different values among the filters. */
        private List<String> bestFields(List<T> things, Set<String> known) {
            Map<String, Set<String>> values = new LinkedHashMap<>();
            for (T thing : things) {
                equalities(thing)
                        .filter(equality -> !known.contains(equality.field().path()))
                        .forEach(equality -> values.computeIfAbsent(
                                        equality.field().path(), p -> new HashSet<>())
                                .addAll(equality.values()));
            }
            return values.entrySet().stream()
                    .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                    .limit(MOST_FIELDS)
                    .map(Map.Entry::getKey)
                    .toList();
        }

        private Stream<Equality> equalities(T thing) {
            return filter.apply(thing).equalities().stream();
        }
    }
}
