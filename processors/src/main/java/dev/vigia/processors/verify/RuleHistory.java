package dev.vigia.processors.verify;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSet;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The rules in force after each rule file in {@code control}. */
final class RuleHistory {

    private final Set<String> seen = new HashSet<>();
    private final Map<String, RuleSet> files = new TreeMap<>();
    private final NavigableMap<Long, List<Rule>> versions = new TreeMap<>();

    /** Takes in the next record of {@code control}. */
    void take(long offset, Control control) {
        if (!seen.add(control.getId())) return;
        if (!(control.getBody() instanceof RuleFile file)) return;
        put(file);
        Map<String, Rule> rules = new TreeMap<>();
        files.values().forEach(set -> set.rules().forEach(rule -> rules.putIfAbsent(rule.id(), rule)));
        versions.put(offset, List.copyOf(rules.values()));
    }

    private void put(RuleFile file) {
        String content = file.getContent();
        if (content == null) {
            files.remove(file.getName());
            return;
        }
        try {
            files.put(file.getName(), RuleSetParser.parse(file.getName(), content));
        } catch (UserException e) {
            // Whoever read it then left the rules as they were, too.
        }
    }

    /** @param offset of a rule file, or -1 for the time before the first */
    List<Rule> at(long offset) {
        Map.Entry<Long, List<Rule>> version = versions.floorEntry(offset);
        return version == null ? List.of() : version.getValue();
    }
}
