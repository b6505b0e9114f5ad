package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bin/vigia} says before there is any Java to say it. */
class LauncherTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({"java version \"1.8.0_392\", 8", "openjdk version \"11.0.21\" 2023-10-17, 11", "what is this, ?"})
    void up_javaIsTooOld_saysSoInOneLine(String version, String named) throws Exception {
        Launcher.Run run = new Launcher(dir.resolve("home"), Map.of("JAVA_HOME", java(version))).run("up");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .containsExactly("vigia: Java " + named
                        + " is too old. Vigia needs 17 or later: install it, or point JAVA_HOME at one.");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"openjdk version \"17.0.9\" 2023-10-17", "openjdk version \"21\" 2023-09-19", "java version \"26-ea\""})
    void up_javaIsNewEnough_isRun(String version) throws Exception {
        Launcher.Run run = run(version, "up", "--demo");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("dev.vigia.app.Vigia up --demo");
    }

    @ParameterizedTest
    @CsvSource({
        "rules history, true", "rules apply, true", "rules backtest, false", "rules test, false", "alerts list, true",
        "alerts, true", "routes simulate, false", "up --demo, false", "verify, false", "process evaluate, false"
    })
    void command_overInSeconds_isNotCompiledTwice(String command, boolean once) throws Exception {
        Launcher.Run run = run("openjdk version \"17\"", command.split(" "));

        assertThat(run.out().contains("-XX:TieredStopAtLevel=1")).isEqualTo(once);
    }

    @Test
    void up_noJava_saysSoInOneLine() throws Exception {
        Launcher.Run run = new Launcher(
                        dir.resolve("home"),
                        Map.of("JAVA_HOME", dir.resolve("nothing").toString()))
                .run("up");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("vigia: no Java found.")
                .contains("JAVA_HOME");
    }

    @Test
    void up_dataCannotBeWritten_saysSoInOneLine() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));

        Launcher.Run run = new Launcher(
                        dir.resolve("home"),
                        Map.of(
                                "JAVA_HOME",
                                java("openjdk version \"17\""),
                                "VIGIA_DATA_DIR",
                                file.resolve("data").toString()))
                .run("up");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().startsWith("vigia: cannot write to " + file);
    }

    /** Runs it with a Java of a version that prints what it is asked to run. */
    private Launcher.Run run(String version, String... arguments) throws Exception {
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                java(version),
                "VIGIA_DATA_DIR",
                dir.resolve("data").toString());
        return new Launcher(dir.resolve("home"), environment).run(arguments);
    }

    /** A home of Java whose {@code java} has a version, and prints what it is asked to run. */
    private String java(String version) throws Exception {
        Path java = Files.createDirectories(dir.resolve("jdk/bin")).resolve("java");
        Files.writeString(
                java, "#!/bin/sh\nif [ \"$1\" = -version ]; then echo '" + version + "' >&2; else echo \"$@\"; fi\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return dir.resolve("jdk").toString();
    }
}
