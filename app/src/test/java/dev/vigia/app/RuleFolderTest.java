package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {

    @TempDir
    Path dir;

    @Test
    void read_filesOfTheFolder_areRules_andWhatLiesBelowIsNone() throws Exception {
        Files.writeString(dir.resolve("a.yaml"), "rules: []");
        Files.writeString(dir.resolve("notes.txt"), "nothing");
        Files.writeString(Files.createDirectories(dir.resolve("tests")).resolve("a.yaml"), "tests: []");
        Files.createDirectories(dir.resolve("folder.yaml"));

        assertThat(new RuleFolder(dir).read()).containsOnlyKeys("a.yaml");
    }

    @Test
    void read_whatWeShip_areTheRules() {
        assertThat(new RuleFolder(RunningVigia.ROOT.resolve("config/rules")).read())
                .containsKeys("default.yaml", "vigia.yaml")
                .doesNotContainKeys("rules.json", "tests");
    }
}
