package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.platform.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps {@code bin/vigia up} from starting is said in one line, before anything is started; more of it in {@link StandaloneTest}. */
@ExtendWith(OneRunningVigia.class)
class StartIT {

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules/default.yaml | filter: http.status > 0 | filter: http.status >> 0 | error-rate",
                "vigia.yaml | 'console:' | 'consoles:' | consoles",
            })
    void up_fileIsBroken_saysWhichAndWhere(String file, String what, String by, String named) throws Exception {
        Launcher launcher = launcher(Map.of());
        Path path = launcher.config(file);
        String text = Files.readString(path);
        assertThat(text).contains(what);
        Files.writeString(path, text.replaceFirst(Pattern.quote(what), by));

        assertOneLine(launcher.run("up"), path.getFileName().toString(), named);
    }

    @Test
    void up_portIsTaken_saysWhichVariableMovesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertOneLine(launcher(Map.of("VIGIA_CONSOLE_PORT", port)).run("up"), port, "VIGIA_CONSOLE_PORT");
        }
    }

    @Test
    void up_dataIsInUse_saysSoAndHarmsNothing(RunningVigia vigia) throws Exception {
        Path data = vigia.settings().standalone().dataDir();

        Launcher.Run run = launcher(Map.of("VIGIA_DATA_DIR", data.toString())).run("up");

        assertOneLine(run, data.toString(), "VIGIA_DATA_DIR");
        assertThat(vigia.post("/ingest/logs", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void console_registryIsAway_saysSo(RunningVigia vigia) throws Exception {
        String kafka = vigia.settings().kafka().bootstrapServers();
        String registry = "http://127.0.0.1:" + Ports.free();

        Launcher.Run run = launcher(Map.of("VIGIA_BOOTSTRAP_SERVERS", kafka, "VIGIA_SCHEMA_REGISTRY_URL", registry))
                .run("console");

        assertOneLine(run, "schema registry", registry);
    }

    private Launcher launcher(Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(RunningVigia.environment(dir.resolve("data")));
        environment.putAll(more);
        return new Launcher(dir.resolve("home"), environment);
    }

    private static void assertOneLine(Launcher.Run run, String... words) {
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .as(run.out())
                .singleElement()
                .asString()
                .startsWith("vigia: ")
                .contains(words);
        assertThat(run.out()).as("nothing was started").doesNotContain("ready");
    }
}
