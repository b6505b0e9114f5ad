package dev.vigia.processors.rules;

import java.util.List;

/**
 * The rules of one file.
 *
 * @param name name of the file without the folder, for instance {@code demo.yaml}
 * @param rules in the order of the file
 */
public record RuleSet(String name, List<Rule> rules) {

    public RuleSet {
        rules = List.copyOf(rules);
    }
}
