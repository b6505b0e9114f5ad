package dev.vigia.app;

import dev.vigia.console.views.AlertSession;
import dev.vigia.processors.routing.Coverage;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.routing.RoutingLint;
import dev.vigia.processors.routing.Trace;
import dev.vigia.processors.rules.Rule;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia routes}: who is told of which alerts. */
@Command(
        name = "routes",
        description = "Check who is told of which alerts, and see why.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RoutesSimulateCommand.class)
final class RoutesCommand {

    private static final String FILE = "Default: routes.yaml beside vigia.yaml.";
    private static final String RULES = "Whose alerts are looked at; default: those in rules/ beside vigia.yaml.";
    private static final String JSON = "Print JSON.";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            description =
                    "Check a file, and the receivers of vigia.yaml: says which line is wrong, which routes no alert comes to, and which alerts reach nobody.",
            mixinStandardHelpOptions = true)
    int lint(
            @Parameters(arity = "0..1", paramLabel = "FILE", description = FILE) Optional<Path> file,
            @Option(names = "--rules", arity = "1..*", paramLabel = "FILE", description = RULES) List<Path> ruleFiles) {
        Settings settings = Settings.load();
        RoutesFile routes = file(settings, file);
        List<Rule> rules = rules(settings, ruleFiles);
        RoutingLint.Findings findings = routes.lint(rules, settings);
        ReceiverSection section = new ReceiverSection(settings);
        List<String> problems = new ArrayList<>(section.problems());
        problems.addAll(findings.problems());
        problems.addAll(findings.gaps());
        if (findings.problems().isEmpty()) {
            problems.addAll(section.toldNothing(routes.routing().receiverNames()));
        }
        problems.forEach(problem -> err().println("vigia: " + problem));
        err().flush();
        if (!problems.isEmpty()) return 1;
        Routing routing = routes.routing();
        out().printf(
                        "%s: %d routes, %d receivers; all that %d rules can tell reaches somebody, or is recorded only because a"
                                + " route says so%n",
                        routes.path(),
                        routing.routes().size(),
                        routing.receivers().size(),
                        rules.size());
        findings.notes().forEach(note -> out().println("  " + note));
        List<String> without = routing.receiverNames().stream()
                .filter(name -> !addresses(settings).contains(name))
                .toList();
        if (addresses(settings).isEmpty()) {
            out().println("  as yet nobody is told of anything: vigia.yaml has no address of any receiver");
        } else if (!without.isEmpty()) {
            out().println("  left out, as vigia.yaml has no address: " + String.join(", ", without));
        }
        return 0;
    }

    @Command(
            name = "test",
            description = "Say who would be told of an alert, and why: nothing is sent.",
            mixinStandardHelpOptions = true)
    int trace(
            @Parameters(arity = "0..*", paramLabel = "NAME=VALUE", description = "The labels of an alert.")
                    List<String> labels,
            @Option(names = "--alert", paramLabel = "ID", description = "An alert that there is, in place of labels.")
                    Optional<String> alert,
            @Option(names = "--all", description = "Everything that the rules can tell, in place of one alert.")
                    boolean all,
            @Option(names = "--at", paramLabel = "TIME", description = "Within whose hours; default: now.")
                    Optional<String> at,
            @Option(names = "--routes", paramLabel = "FILE", description = FILE) Optional<Path> file,
            @Option(names = "--rules", arity = "1..*", paramLabel = "FILE", description = RULES) List<Path> ruleFiles,
            @Option(names = "--json", description = JSON) boolean json) {
        List<String> given = labels == null ? List.of() : labels;
        int ways = (given.isEmpty() ? 0 : 1) + (alert.isPresent() ? 1 : 0) + (all ? 1 : 0);
        if (ways != 1) {
            throw new UserException("Write the labels of an alert, for instance severity=critical service=checkout, or"
                    + " --alert ID, or --all.");
        }
        Settings settings = Settings.load();
        Routing routing = file(settings, file).routing();
        RoutesOutput output = new RoutesOutput(routing, addresses(settings), out());
        if (all) {
            List<Coverage.Line> lines = Coverage.of(routing, rules(settings, ruleFiles));
            if (json) output.jsonOfAll(lines);
            else output.printAll(lines);
            out().flush();
            return 0;
        }
        SortedMap<String, String> asked =
                alert.isPresent() ? routing.labels(present(settings, alert.get())) : routing.owned(labels(given));
        Trace trace = Trace.of(routing, asked);
        long time = at.map(RoutesCommand::time).orElseGet(() -> Instant.now().toEpochMilli());
        if (json) output.json(trace, time);
        else output.print(trace, time);
        out().flush();
        return 0;
    }

    @Command(description = "Show the tree, with what each route inherits.", mixinStandardHelpOptions = true)
    int show(@Parameters(arity = "0..1", paramLabel = "FILE", description = FILE) Optional<Path> file) {
        Settings settings = Settings.load();
        Routing routing = file(settings, file).routing();
        new RoutesOutput(routing, addresses(settings), out()).printTree();
        out().flush();
        return 0;
    }

    private static RoutesFile file(Settings settings, Optional<Path> file) {
        return RoutesFile.read(file.orElseGet(() -> settings.folder().resolve("routes.yaml")));
    }

    private static List<Rule> rules(Settings settings, List<Path> files) {
        if (files != null && !files.isEmpty()) return RoutesFile.rules(files);
        return RoutesFile.rules(new RuleFolder(settings.folder().resolve("rules")).read());
    }

    private static Set<String> addresses(Settings settings) {
        return settings.notifications().reachable().keySet();
    }

    private static Alert present(Settings settings, String id) {
        try (AlertSession session = AlertSession.open(settings.kafka())) {
            return session.current()
                    .get(id)
                    .orElseThrow(() -> new UserException(
                            "There is no alert " + id + ". `vigia alerts list --all` names those there are."));
        }
    }

    private static SortedMap<String, String> labels(List<String> written) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String label : written) {
            int equals = label.indexOf('=');
            if (equals < 1) throw new UserException("'" + label + "' is no label; write NAME=VALUE.");
            labels.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return labels;
    }

    private static long time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new UserException("--at: '" + text + "' is no time; write for instance 2026-12-24T22:00-03:00.", e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
