package dev.vigia.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LifeTest {

    private final Life life = new Life(Duration.ofSeconds(5));

    @Test
    void memory_thatGrowsSteadily_leaks() {
        IntStream.range(0, 720).forEach(i -> has(200 + i, 100, 300));

        assertThat(life.leaks()).isTrue();
        assertThat(life)
                .hasToString("at most 559 MB, 100 threads, 300 files; 1800 s later 919 MB, 100 threads, 300 files");
    }

    /** Elasticsearch while the registry was gone for five minutes at first. */
    @Test
    void aHeap_thatIsFilledOnceThereIsWork_doesNotLeak() {
        IntStream.range(0, 60).forEach(i -> has(208, 100, 300));
        IntStream.range(0, 220).forEach(i -> has(Math.min(471, 208 + 20 * i), 100, 300));

        assertThat(life.leaks()).isFalse();
    }

    @Test
    void threads_thatAreNeverEnded_leak() {
        IntStream.range(0, 100).forEach(i -> has(200, 100 + i, 300));

        assertThat(life.leaks()).isTrue();
    }

    @Test
    void files_thatAreNeverClosed_leak() {
        IntStream.range(0, 100).forEach(i -> has(200, 100, 300 + 10 * i));

        assertThat(life.leaks()).isTrue();
    }

    @Test
    void aLife_thatIsOverSoon_isHeldAgainstItself() {
        assertThat(life.leaks()).isFalse();

        has(200, 100, 300);
        assertThat(life.leaks()).isFalse();

        has(500, 100, 300);
        assertThat(life.leaks()).isTrue();
    }

    private void has(long residentMb, int threads, int files) {
        life.add(new Life.Sample(residentMb, threads, files));
    }
}
