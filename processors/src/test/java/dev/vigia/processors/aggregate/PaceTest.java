package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private long now = 1_000_000_000_000L;
    private final Pace pace = new Pace(Duration.ofMillis(100), () -> now);

    @Test
    void commitDue_withNews_afterTheUsualInterval() {
        pass(99);
        assertThat(pace.commitDue(true)).isFalse();
        assertThat(pace.untilCommit(true)).isEqualTo(Duration.ofMillis(1));
        pass(1);
        assertThat(pace.commitDue(true)).isTrue();
        assertThat(pace.untilCommit(true)).isZero();
    }

    @Test
    void commitDue_withoutNews_onceASecond() {
        pass(999);
        assertThat(pace.commitDue(false)).isFalse();
        assertThat(pace.untilCommit(false)).isEqualTo(Duration.ofMillis(100));
        pass(1);
        assertThat(pace.commitDue(false)).isTrue();
    }

    @Test
    void commitDue_recordsHaveWaited_isLater() {
        assertThat(intervalAfter(399)).isEqualTo(100);
        assertThat(intervalAfter(2_000)).isEqualTo(500);
        assertThat(intervalAfter(3_600_000)).isEqualTo(1_000);
        assertThat(intervalAfter(0)).isEqualTo(100);
    }

    @Test
    void committed_tookLong_theNextIsLater() {
        pace.commits();
        pass(40);
        assertThat(pace.committed()).isEqualTo(Duration.ofMillis(40));
        assertThat(pace.untilCommit(true)).isEqualTo(Duration.ofMillis(280));
    }

    private long intervalAfter(long waited) {
        pace.waited(Duration.ofMillis(waited));
        return pace.untilCommit(true).toMillis();
    }

    private void pass(long millis) {
        now += millis * 1_000_000;
    }
}
