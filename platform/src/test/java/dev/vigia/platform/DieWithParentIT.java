package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DieWithParentIT {
    @TempDir
    Path dir;

    @Test
    void parentIsKilled_childrenEndToo() throws Exception {
        Process parent = startParent();
        Path pids = dir.resolve("pids");
        await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(pids) || !parent.isAlive());
        assertThat(parent.isAlive())
                .as(() -> LogTail.of(dir.resolve("parent.log")))
                .isTrue();
        List<Long> children =
                Files.readAllLines(pids).stream().map(Long::valueOf).toList();
        assertThat(children).hasSize(3).allMatch(DieWithParentIT::runs);

        parent.destroyForcibly();

        await().atMost(Duration.ofMinutes(1)).until(() -> children.stream().noneMatch(DieWithParentIT::runs));
    }

    private Process startParent() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dvigia.root=" + System.getProperty("vigia.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("parent.log").toFile())
                .start();
    }

    // In a container nobody may reap the orphans, and a zombie still has its id: look for what is left of its command.
    private static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(child -> child.info().command())
                .isPresent();
    }
}
