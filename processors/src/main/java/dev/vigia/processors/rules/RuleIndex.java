package dev.vigia.processors.rules;

import dev.vigia.processors.rules.RecordFilter.Equality;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Filters by what they ask of a record: those that want {@code service == "x"} are only asked about records of that
 * service. A candidate still has to be tested. Immutable.
 *
 * @param <T> what has a filter
 */
public final class RuleIndex<T> {

    /** One map look-up a record and field: more fields would cost more than they save. */
    private static final int MOST_FIELDS = 4;

    private final List<T> everywhere;
    private final List<ByField<T>> fields;

    private record ByField<T>(FieldPath field, Map<String, List<T>> byValue) {}

    private RuleIndex(List<T> everywhere, List<ByField<T>> fields) {
        this.everywhere = everywhere;
        this.fields = fields;
    }

    /** An index over the things, which all read the same kind of record. */
    public static <T> RuleIndex<T> of(List<T> things, Function<T, RecordFilter> filter) {
        List<String> paths = bestFields(things, filter);
        List<T> everywhere = new ArrayList<>();
        Map<String, ByField<T>> fields = new LinkedHashMap<>();
        for (T thing : things) {
            filter.apply(thing).equalities().stream()
                    .filter(equality -> paths.contains(equality.field().path()))
                    .min(Comparator.comparingInt(
                            equality -> paths.indexOf(equality.field().path())))
                    .ifPresentOrElse(equality -> add(fields, equality, thing), () -> everywhere.add(thing));
        }
        return new RuleIndex<>(List.copyOf(everywhere), List.copyOf(fields.values()));
    }

    /** Calls {@code candidate} with each thing whose filter may match the record, each once. */
    public void candidates(SpecificRecord record, Consumer<T> candidate) {
        for (int i = 0; i < everywhere.size(); i++) candidate.accept(everywhere.get(i));
        for (int i = 0; i < fields.size(); i++) {
            ByField<T> field = fields.get(i);
            List<T> some = field.byValue.get(field.field.text(record));
            if (some == null) continue;
            for (int j = 0; j < some.size(); j++) candidate.accept(some.get(j));
        }
    }

    private static <T> void add(Map<String, ByField<T>> fields, Equality equality, T thing) {
        ByField<T> field = fields.computeIfAbsent(
                equality.field().path(), path -> new ByField<>(equality.field(), new HashMap<>()));
        for (String value : equality.values()) {
            field.byValue.computeIfAbsent(value, v -> new ArrayList<>()).add(thing);
        }
    }

    /** The fields that tell most: those with the most different values among the filters. */
    private static <T> List<String> bestFields(List<T> things, Function<T, RecordFilter> filter) {
        Map<String, java.util.Set<String>> values = new LinkedHashMap<>();
        for (T thing : things) {
            for (Equality equality : filter.apply(thing).equalities()) {
                values.computeIfAbsent(equality.field().path(), p -> new java.util.HashSet<>())
                        .addAll(equality.values());
            }
        }
        return values.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .limit(MOST_FIELDS)
                .map(Map.Entry::getKey)
                .toList();
    }
}
