package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.Accumulator.Keeping;
import dev.vigia.processors.rules.FieldPath;
import dev.vigia.processors.rules.FilterException;
import dev.vigia.processors.rules.Match;
import dev.vigia.processors.rules.RecordFilter;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Spec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/** A rule as records are counted for it; of a rule of parts, what is counted for one or several of them. Thread-safe. */
final class CompiledRule {

    private final String id;
    private final int index;
    private final long spec;
    private final Spec.Kind kind;
    /** Whether values are only told apart. */
    private final boolean tellsApart;

    private final long maxAgeMillis;
    private final RecordFilter filter;
    private final Optional<RecordFilter> errors;
    private final Optional<FieldPath> field;
    private final FieldPath[] groupBy;

    private CompiledRule(Rule rule, Spec spec, int index) throws FilterException {
        this.id = rule.id();
        this.index = index;
        this.spec = spec.hash();
        this.kind = spec.kind();
        this.maxAgeMillis = rule.maxAge().toMillis();
        this.filter = RecordFilter.compile(spec.source(), spec.filter());
        this.errors = spec.part().isEmpty()
                ? Optional.empty()
                : Optional.of(RecordFilter.compile(spec.source(), spec.part()));
        this.field = spec.field().isEmpty() ? Optional.empty() : Optional.of(path(spec, spec.field()));
        this.tellsApart = kind == Spec.Kind.DISTINCT || kind == Spec.Kind.DISTINCT_SHARE;
        this.groupBy = new FieldPath[spec.groupBy().size()];
        for (int i = 0; i < groupBy.length; i++)
            groupBy[i] = path(spec, spec.groupBy().get(i));
    }

    /**
     * A rule, or one of its parts.
     *
     * @param spec one of the rule's
     * @param index place among those of the same source
     */
    static CompiledRule of(Rule rule, Spec spec, int index) {
        try {
            return new CompiledRule(rule, spec, index);
        } catch (FilterException e) {
            throw new IllegalArgumentException("rule " + rule.id() + " was not checked: " + e.getMessage(), e);
        }
    }

    private static FieldPath path(Spec spec, String path) {
        return FieldPath.of(spec.source(), path)
                .orElseThrow(() -> new IllegalArgumentException("no such field: " + path));
    }

    String id() {
        return id;
    }

    /** Hash of what is counted. */
    long spec() {
        return spec;
    }

    int index() {
        return index;
    }

    /** What it reads of a record: paths of fields, or of structures and maps as a whole. */
    Set<String> fields() {
        Set<String> fields = new TreeSet<>(filter.fields());
        errors.ifPresent(expression -> fields.addAll(expression.fields()));
        field.ifPresent(path -> fields.add(path.path()));
        for (FieldPath path : groupBy) fields.add(path.path());
        return fields;
    }

    RecordFilter filter() {
        return filter;
    }

    long maxAgeMillis() {
        return maxAgeMillis;
    }

    /** What tells the groups apart: quick to make and to compare. */
    Object groupKey(SpecificRecord record) {
        return switch (groupBy.length) {
            case 0 -> "";
            case 1 -> groupBy[0].text(record);
            default -> {
                String[] values = new String[groupBy.length];
                for (int i = 0; i < values.length; i++) values[i] = groupBy[i].text(record);
                yield List.of(values);
            }
        };
    }

    /** The key of all groups that there is no room for. */
    Object overflowKey() {
        if (groupBy.length < 2) return Fold.OVERFLOW;
        String[] values = new String[groupBy.length];
        Arrays.fill(values, Fold.OVERFLOW);
        return List.of(values);
    }

    @SuppressWarnings("unchecked")
    Series newSeries(Object groupKey) {
        List<String> group = switch (groupBy.length) {
            case 0 -> List.of();
            case 1 -> List.of((String) groupKey);
            default -> (List<String>) groupKey;
        };
        return new Series(
                id,
                spec,
                group,
                switch (kind) {
                    case COUNT, ERRORS, VALUES -> Keeping.NOTHING;
                    case SKETCH -> Keeping.SKETCH;
                    case DISTINCT -> Keeping.DISTINCT;
                    case DISTINCT_SHARE -> Keeping.DISTINCT_BAD;
                });
    }

    void fold(SpecificRecord record, long offset, long weight, long timestamp, Accumulator into) {
        boolean bad = errors.isPresent() && errors.get().test(record) == Match.YES;
        into.happened(offset, weight, bad);
        if (field.isEmpty()) return;
        if (tellsApart) into.term(field.get().text(record), weight, bad);
        else into.value(field.get().number(record), weight, timestamp);
    }
}
