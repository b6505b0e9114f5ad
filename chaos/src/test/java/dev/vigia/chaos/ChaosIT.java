package dev.vigia.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.chaos.verdict.Check;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed, and more goes wrong, while records flow: nothing is lost, doubled or told wrongly. */
class ChaosIT {

    private static final long SEED = Long.getLong("vigia.seed", System.nanoTime() % 1_000_000);

    /** What is left of a run that failed tells why. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path dir;

    @Test
    void shortForm_everythingIsAsItShouldBe() throws Exception {
        run(Plan.shortForm(SEED));
    }

    /** Nothing but kills, so that each repeat has to have one that explains it. */
    @Test
    void fiveKills_ofWhoDecidesAndWhoTells_tellOnce() throws Exception {
        run(Plan.fewKills(SEED));
    }

    private void run(Plan plan) throws Exception {
        Terminal terminal = new Terminal(new PrintStream(System.out, true, StandardCharsets.UTF_8));

        List<Check> checks = new ChaosRun(plan, Path.of(System.getProperty("vigia.root")), dir, terminal).run();

        assertThat(checks)
                .as(() -> "-Dvigia.seed=" + SEED + "\n" + String.join("\n", terminal.lines()))
                .allSatisfy(check ->
                        assertThat(check.differences()).as(check.name()).isEmpty());
    }
}
