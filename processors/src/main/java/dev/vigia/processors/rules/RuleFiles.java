package dev.vigia.processors.rules;

import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.RuleFile;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rule files in force, as {@code control} brings them. Of two files that have a rule of the same id, the one whose name
 * sorts first counts. Not thread-safe.
 */
public final class RuleFiles {

    private final Map<String, RuleSet> files = new TreeMap<>();

    /**
     * Takes in a new version of a file.
     *
     * @throws UserException when it cannot be read; the rules stay as they were
     */
    public void take(RuleFile file) {
        String content = file.getContent();
        if (content == null) {
            files.remove(file.getName());
        } else {
            files.put(file.getName(), RuleSetParser.parse(file.getName(), content));
        }
    }

    /** All rules, by id. */
    public Collection<Rule> rules() {
        Map<String, Rule> rules = new TreeMap<>();
        files.values().forEach(file -> file.rules().forEach(rule -> rules.putIfAbsent(rule.id(), rule)));
        return rules.values();
    }
}
