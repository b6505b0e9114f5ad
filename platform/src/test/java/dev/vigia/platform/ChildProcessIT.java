package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path dir;

    @Test
    void awaitReady_childGetsThere_itsArgumentsAndOutputAreItsOwn() {
        Path log = dir.resolve("deep/sleeper.log");
        try (ChildProcess child = ChildProcess.start(Child.of(Sleeper.class, log, "a", "b c"))) {
            child.awaitReady(() -> read(log).contains("up a,b c"), LONG, Progress.NONE);

            assertThat(child.alive()).isTrue();
            assertThat(ProcessHandle.of(child.pid())).isPresent();
        }
    }

    @Test
    void awaitReady_childEnds_saysWhoAndWhyAndWhereItsLogIs() {
        Path log = dir.resolve("failing.log");
        try (ChildProcess child = ChildProcess.start(Child.of(Failing.class, log))) {
            assertThatThrownBy(() -> child.awaitReady(() -> false, LONG, Progress.NONE))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContainingAll("Failing", "exit code 1", log.toString(), "no such luck");
        }
    }

    @Test
    void awaitReady_takesTooLong_childIsKilled() {
        try (ChildProcess child = ChildProcess.start(Child.of(Sleeper.class, dir.resolve("sleeper.log")))) {
            assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofMillis(100), Progress.NONE))
                    .isInstanceOf(StartFailedException.class)
                    .hasMessageContaining("was not ready");
            assertThat(child.alive()).isFalse();
        }
    }

    @Test
    void close_runningChild_isGone() {
        ChildProcess child = ChildProcess.start(Child.of(Sleeper.class, dir.resolve("sleeper.log")));

        child.close();

        assertThat(child.alive()).isFalse();
        child.close();
    }

    @Test
    void kill_runningChild_isGone() {
        ChildProcess child = ChildProcess.start(Child.of(Sleeper.class, dir.resolve("sleeper.log")));

        child.kill();

        assertThat(child.alive()).isFalse();
    }

    @Test
    void start_again_keepsTheLastLog() throws Exception {
        Path log = dir.resolve("failing.log");
        Files.writeString(log, "from the last run");

        try (ChildProcess child = ChildProcess.start(Child.of(Sleeper.class, log))) {
            assertThat(dir.resolve("failing.log.1")).hasContent("from the last run");
            assertThat(child.log()).isEqualTo(log);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
