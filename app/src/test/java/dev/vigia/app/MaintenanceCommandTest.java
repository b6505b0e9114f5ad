package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code vigia maintenance} asks the console, and what it makes of files and answers. */
class MaintenanceCommandTest {

    private static final String FILE = """
            time_intervals:
              - name: nights
                time_intervals: [{times: [{start_time: "02:00", end_time: "04:00"}]}]
            windows:
              - {name: backups, matchers: [service=db], mute_time_intervals: [nights], comment: slow}
            """;

    @TempDir
    Path dir;

    @RegisterExtension
    private final FakeConsole console = new FakeConsole();

    @Test
    void lint_countsWindows_orNamesTheLine() throws Exception {
        Path file = Files.writeString(dir.resolve("m.yaml"), FILE);
        assertThat(run("lint", file.toString())).isZero();
        assertThat(console.out.toString().strip()).isEqualTo(file + ": 1 windows");
        Files.writeString(file, FILE.replace("04:00", "4 o'clock"));
        assertThat(run("lint", file.toString())).isNotZero();
        assertThat(console.err.toString()).startsWith("vigia: " + file + " line 3, time interval nights, end_time: ");
    }

    @Test
    void list_saysWhatIsOpen_andUntilWhen() {
        console.answer = """
                {"windows": [
                  {"name": "backups", "state": "active", "changes_at": 60000, "comment": "slow",
                   "matchers": [{"name": "service", "type": "equal", "value": "db"}]},
                  {"name": "rare", "state": "pending", "changes_at": null, "comment": "none", "matchers": []}]}""";
        assertThat(run("list", console.option())).isZero();
        assertThat(console.out.toString().lines())
                .containsExactly(
                        "backups open until 1970-01-01T00:01:00Z  service=\"db\"  slow",
                        "rare closed for more than a year    none");
    }

    @Test
    void preview_showsWhatFellIntoTheWindow() throws Exception {
        console.answer = """
                {"alerts": [], "transitions_from": 0, "transitions": [
                  {"at": 7200000, "severity": "high", "status": "active", "rule_id": "r", "title": "slow db"},
                  {"at": 7199999, "severity": "high", "status": "active", "rule_id": "r", "title": "before"}]}""";
        Path file = Files.writeString(dir.resolve("m.yaml"), FILE);
        assertThat(run("preview", file.toString(), "--days=7", console.option()))
                .isZero();
        assertThat(ConsoleClient.JSON.readTree(console.asked.get(0).contentUtf8()))
                .isEqualTo(
                        ConsoleClient.JSON.readTree("{\"look_back\": 604800, \"matchers\": [\"service=\\\"db\\\"\"]}"));
        assertThat(console.out.toString().lines())
                .containsExactly(
                        "backups: 1 of 2 transitions since 1970-01-01T00:00:00Z",
                        "  1970-01-01T02:00:00Z high     active    r: slow db");
    }

    private int run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("maintenance"));
        command.addAll(List.of(arguments));
        return console.run(command.toArray(String[]::new));
    }
}
