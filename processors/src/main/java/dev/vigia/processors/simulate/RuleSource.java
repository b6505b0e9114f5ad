package dev.vigia.processors.simulate;

import dev.vigia.processors.rules.FieldPath;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.rules.YamlMap;
import dev.vigia.schemas.avro.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rule files that a test file names, which lie relative to it. */
final class RuleSource {

    private final Path folder;
    private final List<RuleFile> files = new ArrayList<>();
    private final Map<String, Rule> rules = new TreeMap<>();

    /** @param test the mapping whose field {@code rules} names the files */
    RuleSource(Path folder, YamlMap test) {
        this.folder = folder;
        List<String> names = test.texts("rules");
        if (names.isEmpty()) throw test.error("rules", "is missing: name the rule files, for instance ../default.yaml");
        for (String name : names) files.add(read(test, "rules", name));
    }

    /** The files that are in force from the beginning. */
    List<RuleFile> files() {
        return List.copyOf(files);
    }

    /** The rule of an id that a field names. */
    Rule require(YamlMap where, String field, String id) {
        Rule rule = rules.get(id);
        if (rule == null) {
            throw where.error(field, "there is no rule '" + id + "'; there are " + String.join(", ", rules.keySet()));
        }
        return rule;
    }

    /** The values of a rule's fields, as a test writes them; empty where it does not. */
    static Optional<Map<String, String>> group(YamlMap where, Rule rule) {
        if (!where.has("group")) return Optional.empty();
        Map<String, String> group = where.textsByName("group");
        Set<String> labels = new HashSet<>();
        rule.groupBy().forEach(path -> labels.add(FieldPath.label(path)));
        if (!group.keySet().equals(labels)) {
            throw where.error("group", "has to have the fields that the rule groups by: " + labels);
        }
        return Optional.of(group);
    }

    /** A file that comes into force later. */
    RuleFile alsoKnows(YamlMap step, String file) {
        return read(step, "apply", file);
    }

    private RuleFile read(YamlMap where, String field, String file) {
        Path path = folder.resolve(file).normalize();
        String name = String.valueOf(path.getFileName());
        try {
            String text = Files.readString(path);
            RuleSetParser.parse(path.toString(), text).rules().forEach(rule -> rules.putIfAbsent(rule.id(), rule));
            return new RuleFile(name, text);
        } catch (IOException e) {
            throw where.error(field, "cannot read " + path + " (" + e.getClass().getSimpleName() + ")");
        }
    }
}
