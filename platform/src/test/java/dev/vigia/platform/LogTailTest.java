package dev.vigia.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path dir;

    @Test
    void of_longLog_quotesOnlyItsEnd() throws Exception {
        Path log = dir.resolve("x.log");
        Files.writeString(
                log, IntStream.range(0, 10_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")));

        assertThat(LogTail.of(log))
                .contains(log.toString(), "line 9980", "line 9999")
                .doesNotContain("line 9979");
    }

    @Test
    void of_stackTrace_quotesWhatItSaysWithoutItsFrames() throws Exception {
        Path log = dir.resolve("x.log");
        Files.writeString(log, """
                ERROR Failed to start: java.net.BindException: in use
                \tat java.base/sun.nio.ch.Net.bind(Native Method)
                Caused by: java.io.IOException: at port 9
                \tat a.B$C.<init>(B.java:7) ~[b.jar:1]
                \t... 12 more

                """);

        assertThat(LogTail.of(log).lines().skip(1))
                .containsExactly(
                        "  ERROR Failed to start: java.net.BindException: in use",
                        "  Caused by: java.io.IOException: at port 9");
    }

    @Test
    void of_emptyOrMissingLog_saysSo() throws Exception {
        Path empty = Files.createFile(dir.resolve("empty.log"));

        assertThat(LogTail.of(empty)).contains("empty");
        assertThat(LogTail.of(dir.resolve("missing.log"))).contains("cannot be read");
    }
}
