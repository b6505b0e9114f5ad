package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigia oncall lint}, beside the shipped routes. */
class OnCallLintTest {

    private static final String FILE = """
            people:
              - { name: ana, zone: America/Sao_Paulo, receivers: [sms, email] }
            schedules:
              - name: primary
                zone: America/Sao_Paulo
                layers: [{ users: [ana], rotation_start: 2026-01-05T09:00, handoff: 1w }]
            escalation_policies:
              - { name: night, steps: [{ schedules: primary }] }
            """;

    @TempDir
    Path config;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;

    @BeforeEach
    void writeConfiguration() throws Exception {
        String settings = Files.readString(Installation.original("vigia.yaml"));
        Files.writeString(config.resolve("vigia.yaml"), settings.replace("${ALERT_EMAIL:}", "ops@example.com"));
        Files.copy(Installation.original("routes.yaml"), config.resolve("routes.yaml"));
        file = config.resolve("on-call.yaml");
        System.setProperty("vigia.config", config.toString());
    }

    @AfterEach
    void forgetConfiguration() {
        System.clearProperty("vigia.config");
    }

    @Test
    void ofWhatIsRight_countsIt_andNamesReceiversWithoutAnAddress() throws Exception {
        assertThat(lint(FILE)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        file + ": 1 people, 1 schedules, 1 escalation policies",
                        "note: receiver sms has no address in vigia.yaml: nobody is told by it");
    }

    @Test
    void ofAGap_namesItsLineAndTime() throws Exception {
        assertThat(lint(FILE.replace("handoff: 1w", "handoff: 1w, restrictions: [{ weekdays: [monday] }]")))
                .isEqualTo(1);
        assertThat(err.toString())
                .startsWith("vigia: " + file + " line 6, schedule primary, layers: nobody is on call from ")
                .contains("; add a layer that fills it, or write gaps: allowed")
                .hasLineCount(1);
    }

    @Test
    void ofARotationThatBeginsLater_warns() throws Exception {
        assertThat(lint(FILE.replace("2026-01-05", "2126-01-05"))).isZero();
        assertThat(out.toString())
                .contains("warning: " + file
                        + " line 6, schedule primary, layers: nobody is on call until 2126-01-05 09:00"
                        + " (America/Sao_Paulo): the first rotation_start is 2126-01-05 09:00");
    }

    @Test
    void ofUnknownNames_namesTheirLines() throws Exception {
        assertThat(lint(FILE.replace("[sms, email]", "[smss]"))).isEqualTo(1);
        assertThat(err.toString()).startsWith("vigia: " + file + " line 2, ").contains("no receiver 'smss'");
        err.getBuffer().setLength(0);
        assertThat(lint(FILE.replace("users: [ana]", "users: [anna]"))).isEqualTo(1);
        assertThat(err.toString()).startsWith("vigia: " + file + " line 6, ").contains("anna");
        err.getBuffer().setLength(0);
        assertThat(lint(FILE.replace("schedules: primary }", "schedules: secondary }")))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("vigia: " + file + " line 8, ").contains("secondary");
    }

    @Test
    void withoutAFile_saysWhichThereIsNot() throws Exception {
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("vigia: There is no file " + file + ".");
    }

    private int lint(String text) throws Exception {
        Files.writeString(file, text);
        return run();
    }

    private int run() {
        return Vigia.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("oncall", "lint");
    }
}
