package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/vigia up}, with nothing in it, as the system sees it. */
@EnabledOnOs(OS.LINUX)
class FootprintIT {

    private static final long MOST_KB = 2_500_000;

    @TempDir
    Path dir;

    @Test
    void up_fresh_takesLittleMemoryAndLeavesNothingBehind() throws Exception {
        Map<String, String> environment = new HashMap<>(RunningVigia.environment(dir.resolve("data")));
        // As it runs for users, and not as for other tests.
        environment.put("VIGIA_JAVA_OPTIONS", "");
        environment.put("VIGIA_ELASTICSEARCH_JAVA_OPTIONS", "");
        Launcher launcher = new Launcher(dir.resolve("home"), environment);
        Process process = launcher.start("up");
        try {
            await().atMost(RunningVigia.LONG)
                    .failFast("it ended", () -> !process.isAlive())
                    .until(() -> Files.readString(launcher.out()).contains("Ready in"));
            // Vigia, Elasticsearch and the registry. A command that host metrics run is gone in a moment.
            List<ProcessHandle> all =
                    await().atMost(RunningVigia.LONG).until(() -> running(process), it -> it.size() == 3);
            Map<Long, Long> resident = new TreeMap<>();
            for (ProcessHandle one : all) resident.put(one.pid(), residentKilobytes(one.pid()));

            assertThat(resident.values().stream().mapToLong(it -> it).sum())
                    .as("kB by process " + resident)
                    .isLessThan(MOST_KB);

            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            await().atMost(RunningVigia.LONG).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(Files.readString(launcher.out())).contains("Stopped.");
        } finally {
            process.destroyForcibly();
            launcher.close();
        }
    }

    private static List<ProcessHandle> running(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.toHandle().descendants())
                .toList();
    }

    private static long residentKilobytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
