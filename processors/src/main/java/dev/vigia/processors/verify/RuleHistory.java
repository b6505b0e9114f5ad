package dev.vigia.processors.verify;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleFiles;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The rules in force after each rule file in {@code control}. Not thread-safe. */
public final class RuleHistory {

    private final Set<String> seen = new HashSet<>();
    private final RuleFiles files = new RuleFiles();
    private final NavigableMap<Long, List<Rule>> versions = new TreeMap<>();

    /** Takes in the next record of {@code control}. */
    public void take(long offset, Control control) {
        if (!seen.add(control.getId())) return;
        if (!(control.getBody() instanceof RuleFile file)) return;
        try {
            files.take(file);
        } catch (UserException e) {
            // Whoever read it then left the rules as they were, too.
        }
        versions.put(offset, List.copyOf(files.rules()));
    }

    /** @param offset of a rule file, or -1 for the time before the first */
    public List<Rule> at(long offset) {
        Map.Entry<Long, List<Rule>> version = versions.floorEntry(offset);
        return version == null ? List.of() : version.getValue();
    }
}
