package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.runtime.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever keeps an installation from starting is found, and named in one line, before anything is started. */
class StandaloneTest {

    @TempDir
    Path dir;

    private Path config;

    @BeforeEach
    void copyConfiguration() throws IOException {
        config = dir.resolve("config");
        Path original = RunningVigia.ROOT.resolve("config");
        List<Path> all;
        try (Stream<Path> files = Files.walk(original)) {
            all = files.toList();
        }
        for (Path file : all) Files.copy(file, config.resolve(original.relativize(file)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules/default.yaml | above: 0.05 | above: lots  | default.yaml",
                "rules/default.yaml | filter: http.status > 0 | filter: http.status >> 0 | error-rate",
                "rules/default.yaml | '- id: error-rate' | '- {id: error-rate' | default.yaml",
                "rules/default.yaml | min_samples: | min_sample: | min_sample",
                "routes.yaml | receivers: [slack | receivers: [pager | pager",
                "on-call.yaml | 'people: []' | 'people: [{ name: ana, zone: Sao_Paulo }]' | Sao_Paulo",
                "vigia.yaml | telemetry_partitions: | partitions: | partitions",
                "vigia.yaml | 'kafka:' | 'kafka: [' | vigia.yaml",
                "vigia.yaml | 'console:' | 'consoles:' | consoles",
                "vigia.yaml | VIGIA_KAFKA_PORT:9092 | VIGIA_KAFKA_PORTS:ninety | kafka_port",
            })
    void start_fileIsBroken_saysWhichAndWhere(String file, String what, String by, String named) throws Exception {
        Path path = config.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(what);
        Files.writeString(path, text.replaceFirst(Pattern.quote(what), by));

        assertRefused(Map.of(), path.getFileName().toString(), named);
    }

    /**
     * Something in a file that is replaced.
     *
     * @param marker stands in the line that is to be named
     */
    record Fault(String file, String what, String by, String marker, String words) {}

    private static Stream<Fault> faults() {
        String gap = """
                people: [{ name: ana, zone: UTC, receivers: [] }]
                schedules:
                  - name: mondays
                    zone: UTC
                    layers:
                      - { users: [ana], rotation_start: 2026-01-05T09:00, handoff: 1w, restrictions: [{ weekdays: [monday] }] }
                """;
        String template = "'{{nobody}}' # ";
        return Stream.of(
                new Fault(
                        "vigia.yaml", "form.Body: ", "form.Body: " + template, template, "sms.form.Body: No method or"),
                new Fault(
                        "vigia.yaml",
                        "smtp.host:",
                        "smtp.hots:",
                        "smtp.hots",
                        "email.smtp.hots: there is no such setting"),
                new Fault(
                        "vigia.yaml",
                        "segments: ",
                        "segments: [] # ",
                        "segments:",
                        "sms.segments: has to be a single value"),
                new Fault("routes.yaml", "severity=~\"low|info\"", "severity=urgent", "urgent", "no severity 'urgent'"),
                new Fault(
                        "routes.yaml",
                        "severity=~\"low|info\"",
                        "severity=high",
                        "severity=high",
                        "no alert comes here"),
                new Fault(
                        "routes.yaml",
                        "severity=~\"low|info\"",
                        "severity=low",
                        "group_by: ['...']",
                        "nobody is told of"),
                new Fault(
                        "on-call.yaml",
                        "people: []",
                        gap,
                        "- { users: [ana], rotation",
                        "mondays, layers: nobody is on call from"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void start_receiverRouteOrScheduleIsWrong_saysTheLine(Fault fault) throws Exception {
        Path path = config.resolve(fault.file());
        String text = Files.readString(path);
        assertThat(text).contains(fault.what());
        String wrong = text.replaceFirst(Pattern.quote(fault.what()), Matcher.quoteReplacement(fault.by()));
        Files.writeString(path, wrong);
        List<String> lines = wrong.lines().toList();
        int line = 1;
        while (!lines.get(line - 1).contains(fault.marker())) line++;

        Map<String, String> sms =
                Map.of("SMS_URL", "http://127.0.0.1:1/", "SMS_USERNAME", "vigia", "SMS_PASSWORD", "secret");
        assertRefused(sms, path + " line " + line + ", ", fault.words());
    }

    @Test
    void start_noConfiguration_saysWhere() throws Exception {
        Files.delete(config.resolve("vigia.yaml"));

        assertRefused(Map.of(), "vigia.yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VIGIA_KAFKA_PORT",
                "VIGIA_REGISTRY_PORT",
                "VIGIA_ELASTICSEARCH_PORT",
                "VIGIA_CONNECT_PORT",
                "VIGIA_INGEST_PORT",
                "VIGIA_CONSOLE_PORT"
            })
    void start_portIsTaken_saysWhichVariableMovesIt(String variable) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertRefused(Map.of(variable, port), port, variable);
        }
    }

    private void assertRefused(Map<String, String> more, String... words) {
        Map<String, String> environment = new HashMap<>(RunningVigia.environment(dir.resolve("data")));
        environment.putAll(more);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThatThrownBy(() -> {
                    Settings settings = Settings.loadStandalone(config, environment);
                    try (Standalone standalone = new Standalone(settings, progress)) {
                        standalone.start(false);
                    }
                })
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(words)
                .message()
                .hasLineCount(1);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .as("nothing was started")
                .doesNotContain("ready");
        assertThat(dir.resolve("data")).doesNotExist();
    }
}
