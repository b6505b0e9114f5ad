package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BacktestProgressTest {

    private static final long START = Instant.parse("2027-01-15T00:00:00Z").toEpochMilli();

    private final StringWriter out = new StringWriter();
    private long seconds = 77;
    private final BacktestProgress progress = new BacktestProgress(
            new PrintWriter(out), Duration.ofSeconds(5), START + 3_600_000, () -> seconds * 1_000_000_000);

    @Test
    void accept_aLineAfterEachPause_andNoneBefore() {
        progress.accept(START);
        seconds += 4;
        progress.accept(START + 60_000);
        assertThat(out.toString()).isEmpty();

        seconds += 1;
        progress.accept(START + 900_500);
        progress.accept(START + 1_000_000);
        seconds += 7;
        progress.accept(START + 1_800_000);

        assertThat(out.toString().lines())
                .containsExactly("Folded up to 2027-01-15T00:15:00Z, 25 %", "Folded up to 2027-01-15T00:30:00Z, 50 %");
    }

    /** What was written after the range is folded as well, as far as it is about it. */
    @Test
    void accept_afterTheEnd_isNotDone() {
        progress.accept(START);
        seconds += 5;
        progress.accept(START + 4_000_000);

        assertThat(out.toString().lines()).containsExactly("Folded up to 2027-01-15T01:06:40Z, 99 %");
    }
}
