package dev.vigia.app;

import dev.vigia.processors.rules.RuleDiff;
import dev.vigia.processors.rules.RuleDiff.Added;
import dev.vigia.processors.rules.RuleDiff.Change;
import dev.vigia.processors.rules.RuleDiff.Changed;
import dev.vigia.processors.rules.RuleDiff.Field;
import dev.vigia.processors.rules.RuleDiff.Removed;
import dev.vigia.runtime.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Changes of rules as people read them. */
final class DiffLines {

    private DiffLines() {}

    /** A line for each rule, and one for each field of a rule that is another. */
    static List<String> of(RuleDiff diff) {
        List<String> lines = new ArrayList<>();
        for (Change change : diff.changes()) {
            if (change instanceof Added added) lines.add("  + " + added.rule());
            else if (change instanceof Removed removed)
                lines.add("  - " + removed.rule() + ": its open alerts resolve");
            else if (change instanceof Changed changed) {
                lines.add("  ~ " + changed.rule() + ": " + counted(changed));
                changed.fields().forEach(field -> lines.add("      " + line(field)));
            }
        }
        return lines;
    }

    /** The same in one line, without values. */
    static String brief(RuleDiff diff) {
        return diff.changes().stream().map(DiffLines::brief).collect(Collectors.joining(", "));
    }

    private static String brief(Change change) {
        if (change instanceof Added added) return "+ " + added.rule();
        if (change instanceof Changed changed) {
            String fields = changed.fields().stream().map(Field::name).collect(Collectors.joining(", "));
            return "~ " + changed.rule() + (fields.isEmpty() ? "" : " (" + fields + ")");
        }
        return "- " + change.rule();
    }

    private static String counted(Changed changed) {
        String learns =
                "learns while earlier records are counted, for " + Durations.format(changed.learns()) + " at most";
        return switch (changed.counted()) {
            case KEPT ->
                changed.learns().isZero() ? "keeps what it has counted" : "keeps what it has counted, and " + learns;
            case ANEW -> "counts anew, and " + learns;
            case GROUPED_ANEW -> "counts anew by other groups, and " + learns + "; its open alerts resolve";
        };
    }

    private static String line(Field field) {
        return field.name() + ": " + text(field.before()) + " -> " + text(field.after());
    }

    private static String text(Optional<String> value) {
        return value.map(text -> text.strip().replace('\n', ' ')).orElse("(default)");
    }
}
