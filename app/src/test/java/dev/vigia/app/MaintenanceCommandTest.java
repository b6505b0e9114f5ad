package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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

    private final List<AggregatedHttpRequest> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String answer = "{}";
    private final Server console = Server.builder()
            .http(0)
            .serviceUnder(
                    "/",
                    (context, request) -> HttpResponse.of(request.aggregate().thenApply(body -> {
                        asked.add(body);
                        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, answer);
                    })))
            .build();

    @BeforeEach
    void start() {
        console.start().join();
    }

    @AfterEach
    void stop() {
        console.stop().join();
    }

    @Test
    void lint_countsWindows_orNamesTheLine() throws Exception {
        Path file = Files.writeString(dir.resolve("m.yaml"), FILE);
        assertThat(run("lint", file.toString())).isZero();
        assertThat(out.toString().strip()).isEqualTo(file + ": 1 windows");
        Files.writeString(file, FILE.replace("04:00", "4 o'clock"));
        assertThat(run("lint", file.toString())).isNotZero();
        assertThat(err.toString()).startsWith("vigia: " + file + " line 3, time interval nights, end_time: ");
    }

    @Test
    void list_saysWhatIsOpen_andUntilWhen() {
        answer = """
                {"windows": [
                  {"name": "backups", "state": "active", "changes_at": 60000, "comment": "slow",
                   "matchers": [{"name": "service", "type": "equal", "value": "db"}]},
                  {"name": "rare", "state": "pending", "changes_at": null, "comment": "none", "matchers": []}]}""";
        assertThat(run("list", "--console=http://127.0.0.1:" + console.activeLocalPort()))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "backups open until 1970-01-01T00:01:00Z  service=\"db\"  slow",
                        "rare closed for more than a year    none");
    }

    @Test
    void preview_showsWhatFellIntoTheWindow() throws Exception {
        answer = """
                {"alerts": [], "transitions_from": 0, "transitions": [
                  {"at": 7200000, "severity": "high", "status": "active", "rule_id": "r", "title": "slow db"},
                  {"at": 7199999, "severity": "high", "status": "active", "rule_id": "r", "title": "before"}]}""";
        Path file = Files.writeString(dir.resolve("m.yaml"), FILE);
        assertThat(run(
                        "preview",
                        file.toString(),
                        "--days=7",
                        "--console=http://127.0.0.1:" + console.activeLocalPort()))
                .isZero();
        assertThat(ConsoleClient.JSON.readTree(asked.get(0).contentUtf8()))
                .isEqualTo(
                        ConsoleClient.JSON.readTree("{\"look_back\": 604800, \"matchers\": [\"service=\\\"db\\\"\"]}"));
        assertThat(out.toString().lines())
                .containsExactly(
                        "backups: 1 of 2 transitions since 1970-01-01T00:00:00Z",
                        "  1970-01-01T02:00:00Z high     active    r: slow db");
    }

    private int run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("maintenance"));
        command.addAll(List.of(arguments));
        CommandLine line =
                Vigia.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(command.toArray(String[]::new));
    }
}
