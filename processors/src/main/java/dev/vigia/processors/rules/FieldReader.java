package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Source;
import java.util.Locale;

/** Reads what a rule says about its records: expressions over them, and paths of their fields. */
final class FieldReader {

    private final YamlMap map;
    private final Source source;

    FieldReader(YamlMap map, Source source) {
        this.map = map;
        this.source = source;
    }

    Source source() {
        return source;
    }

    /** CEL over one record. */
    String expression(String field, String otherwise) {
        String expression = map.text(field).orElse(otherwise).strip();
        try {
            RecordFilter.compile(source, expression);
            return expression;
        } catch (FilterException e) {
            throw map.error(field, String.valueOf(e.getMessage()));
        }
    }

    /** The field of the records at a path that {@code field} names. */
    FieldPath path(String field, String path) {
        return FieldPath.of(source, path)
                .orElseThrow(() -> map.error(
                        field,
                        "there is no field '" + path + "' in " + source.name().toLowerCase(Locale.ROOT)
                                + "; there are "
                                + String.join(", ", Fields.of(source).keySet())
                                + ", attributes.… and resource.…"));
    }
}
