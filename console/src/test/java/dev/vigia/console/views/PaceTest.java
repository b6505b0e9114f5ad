package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private long nanos;

    @Test
    void spent_shareTaken_untilTheNextSecond() {
        Pace pace = new Pace(10, () -> nanos);
        assertThat(pace.renewed()).isTrue();
        pace.took(10);

        assertThat(pace.spent()).isTrue();
        nanos = 1_000_000_000L;
        assertThat(pace.spent()).isFalse();
        assertThat(pace.renewed()).isTrue();
        assertThat(pace.renewed()).isFalse();
    }

    @Test
    void spent_noBound_never() {
        Pace pace = new Pace(0, () -> nanos);
        pace.took(1_000_000);

        assertThat(pace.spent()).isFalse();
        assertThat(pace.renewed()).isFalse();
    }
}
