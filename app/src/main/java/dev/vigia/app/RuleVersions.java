package dev.vigia.app;

import dev.vigia.processors.rules.RuleSet;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All versions of all rule files that {@code control} has. Immutable. */
final class RuleVersions {

    private final Map<String, List<Version>> files = new TreeMap<>();

    /**
     * One version of a rule file.
     *
     * @param number its offset in {@code control}, as alerts name it
     * @param content empty where the rules were taken away
     */
    record Version(long number, Control control, String name, Optional<String> content) {

        /** Why it has no effect: it cannot be read. */
        Optional<String> problem() {
            try {
                rules();
                return Optional.empty();
            } catch (UserException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }

        /** @throws UserException when it cannot be read */
        RuleSet rules() {
            return content.map(text -> RuleSetParser.parse(name, text)).orElseGet(() -> new RuleSet(name, List.of()));
        }
    }

    RuleVersions(List<ControlLog.Entry> log) {
        for (ControlLog.Entry entry : log) {
            if (!(entry.control().getBody() instanceof RuleFile file)) continue;
            files.computeIfAbsent(file.getName(), name -> new ArrayList<>())
                    .add(new Version(
                            entry.offset(), entry.control(), file.getName(), Optional.ofNullable(file.getContent())));
        }
    }

    /** The versions of a file, oldest first; none if there was no such file. */
    List<Version> of(String name) {
        return files.getOrDefault(name, List.of());
    }

    /** All files that there ever were. */
    List<String> names() {
        return List.copyOf(files.keySet());
    }

    /** The last version of a file that can be read; it may have taken the rules away. */
    Optional<Version> last(String name) {
        return lastBefore(name, Long.MAX_VALUE);
    }

    /** The last version before another that can be read. */
    Optional<Version> lastBefore(String name, long number) {
        List<Version> versions = of(name);
        for (int i = versions.size() - 1; i >= 0; i--) {
            Version version = versions.get(i);
            if (version.number() < number && version.problem().isEmpty()) return Optional.of(version);
        }
        return Optional.empty();
    }

    /** The files that are in force, by name. */
    Map<String, Version> inForce() {
        Map<String, Version> inForce = new LinkedHashMap<>();
        for (String name : files.keySet()) {
            last(name)
                    .filter(version -> version.content().isPresent())
                    .ifPresent(version -> inForce.put(name, version));
        }
        return inForce;
    }
}
