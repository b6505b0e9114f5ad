package dev.vigia.app;

import dev.vigia.app.RuleVersions.Version;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleDiff;
import dev.vigia.processors.rules.RuleLint;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.simulate.RuleTest;
import dev.vigia.runtime.TextFile;
import dev.vigia.runtime.UserException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia rules}: looks at alert rules and changes them while everything runs. */
@Command(
        name = "rules",
        description = "Check and test alert rules, and change them while everything runs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = BacktestCommand.class)
final class RulesCommand {

    private static final String WITHOUT_RUNBOOKS = "Let rules pass that have no runbook.";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What all changes have in common. */
    static final class Deed {

        @Option(names = "--as", paramLabel = "NAME", description = "Who changes it; your user name by default.")
        private String actor = Words.user();

        @Option(names = "--reason", description = "Why, for the history.")
        private Optional<String> reason = Optional.empty();

        @Option(names = "--dry-run", description = "Only show what would change.")
        private boolean dryRun;

        @Option(
                names = "--wait",
                description = "How long to wait until it is in force; 0 not to. Default: ${DEFAULT-VALUE}",
                defaultValue = "30s")
        @SuppressWarnings("NullAway.Init") // has a default
        private String wait;
    }

    @Command(
            description =
                    "Check rule files. Says which file, line, rule and field is wrong, and finds all that is; and which"
                            + " alerts routes.yaml tells nobody of.",
            mixinStandardHelpOptions = true)
    int lint(
            @Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files,
            @Option(names = "--without-runbooks", description = WITHOUT_RUNBOOKS) boolean withoutRunbooks) {
        RuleLint lint = new RuleLint(!withoutRunbooks);
        boolean sound = true;
        for (Path file : files) {
            String text = TextFile.read(file);
            if (!isSound(lint, file, text)) {
                sound = false;
                continue;
            }
            List<Rule> rules = RuleSetParser.parse(file.toString(), text).rules();
            out().println(file + ": " + rules.size() + " rules");
            Settings.loadIfThere()
                    .map(settings -> RoutesFile.untold(rules, settings))
                    .orElse(List.of())
                    .forEach(line -> out().println("  ! " + line));
        }
        return sound ? 0 : 1;
    }

    /** Whether nothing is wrong with a file; says what is. */
    private boolean isSound(RuleLint lint, Path file, String text) {
        List<String> problems = lint.check(file.toString(), text);
        problems.forEach(problem -> err().println("vigia: " + problem));
        return problems.isEmpty();
    }

    @Command(description = "Run tests of rules, in simulated time and without Kafka.", mixinStandardHelpOptions = true)
    int test(@Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files) {
        int passed = 0;
        int failed = 0;
        for (Path file : files) {
            out().println(file);
            for (RuleTest test : RuleTest.read(file)) {
                RuleTest.Result result = test.run();
                if (result.passed()) passed++;
                else failed++;
                out().println("  " + (result.passed() ? "ok    " : "FAIL  ") + test.name());
                if (!result.passed()) report(file, test, result);
            }
        }
        out().println(passed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    private void report(Path file, RuleTest test, RuleTest.Result result) {
        out().println("        " + file + " line " + test.line() + "; - did not happen, + was not expected");
        result.lines().forEach(line -> out().println("        " + line));
    }

    @Command(
            description = "Show what a rule file would change against what is in force.",
            mixinStandardHelpOptions = true)
    int diff(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--without-runbooks", description = WITHOUT_RUNBOOKS) boolean withoutRunbooks) {
        String text = TextFile.read(file);
        if (!isSound(new RuleLint(!withoutRunbooks), file, text)) return 1;
        try (LiveRules rules = live()) {
            rules.preview(name(file), Optional.of(text));
        }
        return 0;
    }

    @Command(
            description = "Bring a rule file into force, at once and without losing the windows it has.",
            mixinStandardHelpOptions = true)
    int apply(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--without-runbooks", description = WITHOUT_RUNBOOKS) boolean withoutRunbooks,
            @Mixin Deed deed) {
        String text = TextFile.read(file);
        if (!isSound(new RuleLint(!withoutRunbooks), file, text)) return 1;
        return change(name(file), Change.of(Optional.of(text), deed));
    }

    @Command(description = "Take a rule file's rules away; their alerts resolve.", mixinStandardHelpOptions = true)
    int remove(
            @Parameters(paramLabel = "NAME", description = "Name of the file, as `show` prints it.") String name,
            @Mixin Deed deed) {
        return change(name, Change.of(Optional.empty(), deed));
    }

    /** @param content the new version; empty takes the rules away */
    private record Change(
            Optional<String> content, String actor, Optional<String> reason, boolean dryRun, Duration patience) {

        static Change of(Optional<String> content, Deed deed) {
            Duration patience = OptionText.duration("--wait", deed.wait);
            return new Change(content, "user:" + deed.actor, deed.reason, deed.dryRun, patience);
        }

        /** The same for another reason. */
        Change because(String why) {
            return new Change(content, actor, Optional.of(why), dryRun, patience);
        }
    }

    private int change(String name, Change change) {
        try (LiveRules rules = live()) {
            if (change.content().isEmpty() && rules.content(name).isEmpty()) throw unknown(name);
            change(rules, name, change);
        }
        return 0;
    }

    private static void change(LiveRules rules, String name, Change change) {
        rules.preview(name, change.content());
        if (change.dryRun()) return;
        rules.change(name, change.content(), change.actor(), change.reason(), change.patience());
    }

    @Command(
            description = "Bring an earlier version of a rule file into force again, by default the last one before.",
            mixinStandardHelpOptions = true)
    int undo(
            @Parameters(paramLabel = "NAME", description = "Name of the file, as `show` prints it.") String name,
            @Option(names = "--to", paramLabel = "VERSION", description = "A version, as `history` prints it.")
                    Optional<Long> to,
            @Mixin Deed deed) {
        try (LiveRules rules = live()) {
            Version earlier = earlier(rules.versions(), name, to);
            String why = "back to version " + earlier.number()
                    + deed.reason.map(text -> ": " + text).orElse("");
            change(rules, name, Change.of(earlier.content(), deed).because(why));
        }
        return 0;
    }

    private static Version earlier(RuleVersions versions, String name, Optional<Long> to) {
        Version present = versions.last(name).orElseThrow(() -> unknown(name));
        if (to.isEmpty()) {
            return versions.lastBefore(name, present.number())
                    .orElseThrow(() -> new UserException("Version " + present.number() + " of " + name
                            + " is the first. `vigia rules remove " + name + "` takes its rules away."));
        }
        Version wanted = versions.of(name).stream()
                .filter(version -> version.number() == to.get())
                .findFirst()
                .orElseThrow(() -> new UserException("There is no version " + to.get() + " of " + name
                        + ". `vigia rules history " + name + "` names those that are."));
        wanted.problem().ifPresent(problem -> {
            throw new UserException("Version " + to.get() + " of " + name + " was never in force: " + problem);
        });
        return wanted;
    }

    @Command(description = "Show which rules are in force, or one file's text.", mixinStandardHelpOptions = true)
    int show(@Parameters(arity = "0..1", paramLabel = "NAME") Optional<String> name) {
        try (LiveRules rules = live()) {
            if (name.isPresent()) {
                out().println(rules.content(name.get()).orElseThrow(() -> unknown(name.get())));
            } else {
                rules.versions().inForce().values().forEach(this::show);
            }
        }
        return 0;
    }

    private void show(Version version) {
        int size = version.rules().rules().size();
        out().printf("%-24s %3d rules, version %d, %s%n", version.name(), size, version.number(), said(version));
    }

    @Command(
            description = "Show who changed which rules, when and why, oldest first. * is in force.",
            mixinStandardHelpOptions = true)
    int history(@Parameters(arity = "0..1", paramLabel = "NAME") Optional<String> name) {
        try (LiveRules rules = live()) {
            RuleVersions versions = rules.versions();
            if (name.isPresent() && versions.of(name.get()).isEmpty()) throw unknown(name.get());
            List<Version> all = new ArrayList<>();
            name.map(List::of).orElseGet(versions::names).forEach(known -> all.addAll(versions.of(known)));
            all.sort(Comparator.comparingLong(Version::number));
            all.forEach(version -> history(versions, version));
        }
        return 0;
    }

    private void history(RuleVersions versions, Version version) {
        boolean inForce = versions.last(version.name()).filter(version::equals).isPresent();
        out().printf("%s %6d  %s %s%n", inForce ? "*" : " ", version.number(), version.name(), said(version));
        out().println("          " + changes(versions, version));
    }

    private static String changes(RuleVersions versions, Version version) {
        Optional<String> problem = version.problem();
        if (problem.isPresent()) return "had no effect: " + problem.get();
        Optional<String> before =
                versions.lastBefore(version.name(), version.number()).flatMap(Version::content);
        RuleDiff diff = RuleDiff.between(version.name(), before, version.content());
        return diff.isEmpty() ? "no rule changed" : DiffLines.brief(diff);
    }

    private static String said(Version version) {
        String reason = version.control().getReason();
        return Instant.ofEpochMilli(version.control().getAt()).truncatedTo(ChronoUnit.SECONDS) + " by "
                + version.control().getActor() + (reason == null ? "" : " (" + reason + ")");
    }

    private static UserException unknown(String name) {
        return new UserException("There are no rules called " + name + ". `vigia rules show` names those that are.");
    }

    private static String name(Path file) {
        return file.toAbsolutePath().normalize().getFileName().toString();
    }

    private LiveRules live() {
        return new LiveRules(Wiring.ofRunning(Settings.load()), out());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
