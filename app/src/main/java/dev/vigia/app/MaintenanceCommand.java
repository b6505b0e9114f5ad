package dev.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.avro.MaintenanceWindow;
import dev.vigia.schemas.silences.Matchers;
import dev.vigia.schemas.silences.RecurringWindow;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia maintenance}: windows that come back, in which nobody is told of some alerts. */
@Command(
        name = "maintenance",
        description = "Keep quiet about some alerts at times that come back.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class MaintenanceCommand {

    private static final String CONSOLE = "Where the console is; default: as in vigia.yaml.";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(description = "Check a file. Says which line and field is wrong.", mixinStandardHelpOptions = true)
    int lint(@Parameters(paramLabel = "FILE") Path file) {
        out().println(file + ": " + MaintenanceWindows.read(file).getWindows().size() + " windows");
        return 0;
    }

    @Command(
            description =
                    "Bring the windows of a file into force, in place of all others, until config/maintenance.yaml changes.",
            mixinStandardHelpOptions = true)
    int apply(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--reason", description = "Why, for the history.") Optional<String> reason) {
        Maintenance windows = MaintenanceWindows.read(file);
        try (Wiring wiring = Wiring.ofRunning(Settings.load())) {
            wiring.control().append(windows, "user:" + Words.user(), reason);
        }
        out().println(windows.getWindows().size() + " windows are in force.");
        return 0;
    }

    @Command(
            name = "list",
            description = "Show the windows, and when each opens or closes.",
            mixinStandardHelpOptions = true)
    int show(@Option(names = "--console", paramLabel = "URL", description = CONSOLE) Optional<String> console) {
        for (JsonNode window : ConsoleClient.of(console).get("/api/maintenance").path("windows")) {
            boolean open = window.path("state").asText().equals("active");
            String change = window.path("changes_at").isNull()
                    ? "for more than a year"
                    : (open ? "until " : "from ")
                            + Instant.ofEpochMilli(window.path("changes_at").asLong());
            out().printf(
                            "%s %s %s  %s  %s%n",
                            window.path("name").asText(),
                            open ? "open" : "closed",
                            change,
                            SilencesCommand.matchers(window.path("matchers")),
                            window.path("comment").asText());
        }
        return 0;
    }

    @Command(
            description = "Show what the windows of a file would have muted, as far as the console knows.",
            mixinStandardHelpOptions = true)
    int preview(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--days",
                            description = "How far back to look; default ${DEFAULT-VALUE}.",
                            defaultValue = "14")
                    int days,
            @Option(names = "--console", paramLabel = "URL", description = CONSOLE) Optional<String> console) {
        if (days < 1 || days > 90) throw new UserException("--days: write 1 to 90.");
        List<MaintenanceWindow> windows = MaintenanceWindows.read(file).getWindows();
        ConsoleClient client = ConsoleClient.of(console);
        windows.forEach(window -> preview(window, client, Duration.ofDays(days)));
        return 0;
    }

    private void preview(MaintenanceWindow window, ConsoleClient client, Duration lookBack) {
        ObjectNode body = ConsoleClient.JSON.createObjectNode().put("look_back", lookBack.toSeconds());
        var matchers = body.putArray("matchers");
        window.getMatchers().forEach(matcher -> matchers.add(Matchers.text(matcher)));
        JsonNode answer = client.post("/api/silences/preview", body);
        RecurringWindow times = RecurringWindow.of(window);
        long muted = 0;
        StringBuilder lines = new StringBuilder();
        for (JsonNode alert : answer.path("transitions")) {
            if (!times.times().hold(alert.path("at").asLong())) continue;
            muted++;
            lines.append("  ").append(SilencesCommand.line(alert, "at")).append(System.lineSeparator());
        }
        out().printf(
                        "%s: %d of %d transitions since %s%n",
                        window.getName(),
                        muted,
                        answer.path("transitions").size(),
                        Instant.ofEpochMilli(answer.path("transitions_from").asLong()));
        out().print(lines);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
