package dev.vigia.app;

import dev.vigia.processors.rules.RuleLint;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rule files of a folder, which are brought into force through {@code control}. What lies in folders below it is none:
 * their tests, for instance. A file whose content is what the folder last put there is left alone, so that a change made
 * live stays until the file itself changes.
 */
final class RuleFolder {

    private final Path folder;

    RuleFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The files by name, each checked.
     *
     * @throws UserException naming file, line and rule of the first thing that is wrong
     */
    Map<String, String> read() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path path : entries.filter(path -> path.toString().endsWith(".yaml") && Files.isRegularFile(path))
                    .sorted()
                    .toList()) {
                String name = path.getFileName().toString();
                String content = Files.readString(path);
                RuleSetParser.parse(name, content);
                files.put(name, content);
            }
        } catch (IOException e) {
            throw new UserException("Cannot read the rules in " + folder + ": " + e.getMessage(), e);
        }
        return files;
    }

    /**
     * What makes no sense in files that can be read: one line for each problem, with file, line and rule. Nothing is refused for
     * it.
     */
    static List<String> doubts(Map<String, String> files) {
        RuleLint lint = new RuleLint(true);
        List<String> doubts = new ArrayList<>();
        files.forEach((name, content) -> doubts.addAll(lint.check(name, content)));
        return doubts;
    }

    /** Applies what has changed since it was last applied. Says which files those were. */
    List<String> apply(Map<String, String> files, ControlLog control) {
        Map<String, String> applied = lastFromFiles(control.read());
        List<String> changed = new ArrayList<>();
        files.forEach((name, content) -> {
            if (content.equals(applied.get(name))) return;
            control.append(name, Optional.of(content), actor(name), Optional.of("the file changed"));
            changed.add(name);
        });
        return changed;
    }

    private static Map<String, String> lastFromFiles(List<ControlLog.Entry> log) {
        Map<String, String> last = new TreeMap<>();
        for (ControlLog.Entry entry : log) {
            Control record = entry.control();
            if (record.getBody() instanceof RuleFile file
                    && record.getActor().equals(actor(file.getName()))
                    && file.getContent() != null) {
                last.put(file.getName(), file.getContent());
            }
        }
        return last;
    }

    private static String actor(String name) {
        return "file:" + name;
    }
}
