package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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
    void doubts_rulesThatMakeNoSense_areNamed_andReadAllTheSame() throws Exception {
        Files.writeString(dir.resolve("a.yaml"), """
                rules:
                  - {id: a, aggregate: count, above: 1, severity: low}
                  - {id: b, aggregate: error_rate, above: 1, severity: low, runbook: x}
                """);
        Files.writeString(
                dir.resolve("b.yaml"), "rules: [{id: b, aggregate: count, above: 1, severity: low, runbook: x}]");

        Map<String, String> files = new RuleFolder(dir).read();

        assertThat(files).containsOnlyKeys("a.yaml", "b.yaml");
        assertThat(RuleFolder.doubts(files))
                .satisfiesExactly(
                        doubt -> assertThat(doubt).startsWith("a.yaml line 2, rule a, runbook: is missing"),
                        doubt -> assertThat(doubt).startsWith("a.yaml line 3, rule b, above: can never be"),
                        doubt -> assertThat(doubt).startsWith("b.yaml line 1, rule b, id: the rule in a.yaml line 3"));
    }

    @Test
    void read_whatWeShip_areTheRules() {
        assertThat(new RuleFolder(RunningVigia.ROOT.resolve("config/rules")).read())
                .containsKeys("default.yaml", "vigia.yaml")
                .doesNotContainKeys("rules.json", "tests")
                .satisfies(files -> assertThat(RuleFolder.doubts(files)).isEmpty());
    }
}
