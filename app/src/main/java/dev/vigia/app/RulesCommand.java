package dev.vigia.app;

import dev.vigia.processors.rules.RuleSet;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia rules}: looks at alert rules and changes them while everything runs. */
@Command(
        name = "rules",
        description = "Check alert rules, and change them while everything runs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class RulesCommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            description = "Check rule files. Says which file, line and rule is wrong.",
            mixinStandardHelpOptions = true)
    int lint(@Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files) {
        for (Path file : files) {
            RuleSet set = parse(file);
            out().println(file + ": " + set.rules().size() + " rules");
        }
        return 0;
    }

    @Command(
            description = "Bring a rule file into force, at once and without losing the windows it has.",
            mixinStandardHelpOptions = true)
    int apply(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--reason", description = "Why, for the history.") Optional<String> reason) {
        parse(file);
        try (Wiring wiring = wiring()) {
            wiring.control().append(name(file), Optional.of(text(file)), user(), reason);
        }
        out().println(name(file) + " is in force.");
        return 0;
    }

    @Command(description = "Take a rule file's rules away; their alerts resolve.", mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "NAME", description = "Name of the file, as `show` prints it.") String name,
            @Option(names = "--reason", description = "Why, for the history.") Optional<String> reason) {
        try (Wiring wiring = wiring()) {
            ControlLog control = wiring.control();
            if (inForce(control, name).isEmpty()) {
                throw new UserException(
                        "There are no rules called " + name + ". `vigia rules show` names those that are.");
            }
            control.append(name, Optional.empty(), user(), reason);
        }
        out().println(name + " is taken away.");
        return 0;
    }

    @Command(description = "Show which rules are in force, or one file's text.", mixinStandardHelpOptions = true)
    int show(@Parameters(arity = "0..1", paramLabel = "NAME") Optional<String> name) {
        try (Wiring wiring = wiring()) {
            ControlLog control = wiring.control();
            if (name.isPresent()) {
                out().println(inForce(control, name.get())
                        .orElseThrow(() -> new UserException("There are no rules called " + name.get() + ".")));
                return 0;
            }
            ControlLog.ruleFiles(control.read()).values().forEach(this::line);
        }
        return 0;
    }

    private void line(Control record) {
        if (record.getBody() instanceof RuleFile file && file.getContent() != null) {
            int rules = RuleSetParser.parse(file.getName(), file.getContent())
                    .rules()
                    .size();
            out().printf(
                            "%-24s %3d rules, since %s by %s%s%n",
                            file.getName(),
                            rules,
                            Instant.ofEpochMilli(record.getAt()),
                            record.getActor(),
                            record.getReason() == null ? "" : " (" + record.getReason() + ")");
        }
    }

    private static Optional<String> inForce(ControlLog control, String name) {
        return Optional.ofNullable(ControlLog.ruleFiles(control.read()).get(name))
                .map(record -> (RuleFile) record.getBody())
                .map(RuleFile::getContent);
    }

    private static RuleSet parse(Path file) {
        return RuleSetParser.parse(name(file), text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static String name(Path file) {
        return file.toAbsolutePath().normalize().getFileName().toString();
    }

    private static String user() {
        return "user:" + System.getProperty("user.name", "unknown");
    }

    private static Wiring wiring() {
        return new Wiring(Settings.load(), Map::of);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
