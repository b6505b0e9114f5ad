package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path dir;

    private final List<Class<?>> started = new ArrayList<>();

    private ChildCommand command(Class<?> main) {
        started.add(main);
        return Child.of(main, dir.resolve("child.log"));
    }

    @Test
    void start_endsAtOnceEachTime_isStartedThreeTimes_andSaysWhatAndWhereAndWhatToDo() {
        assertThatThrownBy(() -> Attempts.start(
                        () -> command(Failing.class), child -> child.awaitReady(() -> false, LONG, Progress.NONE)))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContainingAll(
                        "Failing ended with exit code 1 before it was ready",
                        dir.resolve("child.log").toString(),
                        "no such luck",
                        "start again when there is less on it")
                .hasMessageNotContaining("\tat ");
        assertThat(started).hasSize(3);
    }

    @Test
    void start_endsOnce_secondAttemptRuns() {
        try (ChildProcess child = Attempts.start(
                () -> command(started.isEmpty() ? Failing.class : Sleeper.class),
                each -> each.awaitReady(() -> started.size() == 2 && each.alive(), LONG, Progress.NONE))) {
            assertThat(child.alive()).isTrue();
        }
        assertThat(started).containsExactly(Failing.class, Sleeper.class);
        assertThat(dir.resolve("child.log.1")).content().contains("no such luck");
    }

    @Test
    void start_endedFromOutside_isNotStartedAgain() {
        assertThatThrownBy(() -> Attempts.start(() -> command(Sleeper.class), child -> {
                    child.kill();
                    child.awaitReady(() -> false, LONG, Progress.NONE);
                }))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("ended with exit code 137");
        assertThat(started).hasSize(1);
    }

    @Test
    void start_takesTooLong_isNotStartedAgain() {
        assertThatThrownBy(() -> Attempts.start(
                        () -> command(Sleeper.class),
                        child -> child.awaitReady(() -> false, Duration.ZERO, Progress.NONE)))
                .isInstanceOf(StartFailedException.class)
                .hasMessageContainingAll("Sleeper was not ready after 0 s", "start again when there is less on it");
        assertThat(started).hasSize(1);
    }

    @Test
    void registryStart_itsProcessEndsAtOnce_saysWhatDidNotStart() throws Exception {
        Path broken = Files.createDirectory(dir.resolve("registry"));
        Files.writeString(broken.resolve("broken-runner.jar"), "no jar");

        assertThatThrownBy(() -> RegistryProcess.start(dir.resolve("data"), 0, broken))
                .isInstanceOf(StartFailedException.class)
                .hasMessageStartingWith("The schema registry ended with exit code 1 before it was ready. ")
                .hasMessageContaining(dir.resolve("data/registry.log").toString());
        assertThat(dir.resolve("data/registry.log.1")).exists();
    }
}
