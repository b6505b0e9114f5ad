package dev.vigia.processors.rules;

import dev.cel.runtime.CelVariableResolver;
import dev.vigia.processors.rules.Rule.Source;
import java.util.AbstractMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A record as CEL sees it. */
final class RecordVariables implements CelVariableResolver {

    private final Source source;
    private final SpecificRecord record;

    RecordVariables(Source source, SpecificRecord record) {
        this.source = source;
        this.record = record;
    }

    @Override
    public Optional<Object> find(String name) {
        if (name.equals(FieldPath.ATTRIBUTES) || name.equals(FieldPath.RESOURCE)) {
            return Optional.of(Fields.map(source, name).apply(record));
        }
        FieldPath field = Fields.of(source).get(name);
        return Optional.of(field == null ? new Structure(name + ".") : value(field));
    }

    private Object value(FieldPath field) {
        if (field instanceof FieldPath.Whole whole) return whole.orZero(record);
        if (field instanceof FieldPath.Real real) return real.orZero(record);
        return field.text(record);
    }

    /** {@code http} or {@code exception}; CEL's evaluator selects fields from maps. */
    private final class Structure extends AbstractMap<String, Object> {

        private final String prefix;

        Structure(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return Fields.of(source).containsKey(prefix + key);
        }

        @Override
        public @Nullable Object get(@Nullable Object key) {
            FieldPath field = Fields.of(source).get(prefix + key);
            return field == null ? null : value(field);
        }

        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            Set<Map.Entry<String, Object>> entries = new HashSet<>();
            Fields.of(source).forEach((path, field) -> {
                if (path.startsWith(prefix)) entries.add(Map.entry(path.substring(prefix.length()), value(field)));
            });
            return entries;
        }
    }
}
