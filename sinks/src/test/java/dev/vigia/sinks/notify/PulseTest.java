package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    private final Pulse pulse = new Pulse(nanos::get);

    @Test
    void steady_polledEachSecond_fromTheBeginning() {
        assertThat(pulse.steady()).isTrue();
        for (int i = 0; i < 20; i++) {
            beatAfter(SECOND);
            assertThat(pulse.steady()).isTrue();
        }
    }

    @Test
    void steady_afterAGap_onlyOnceItWasPolledForAWhile() {
        pass(Pulse.LONGEST_GAP.plusMillis(1));
        assertThat(pulse.steady()).as("nobody has polled yet").isFalse();
        beatAfter(Duration.ZERO);
        assertThat(pulse.steady()).as("polled once").isFalse();
        for (int i = 0; i < 4; i++) beatAfter(SECOND);
        assertThat(pulse.steady()).as("polled for 4 s").isFalse();
        beatAfter(SECOND);
        assertThat(pulse.steady()).as("polled for 5 s").isTrue();
    }

    @Test
    void steady_kafkaHasLongNotAnswered_isAsAfterAGap() {
        long asked = pulse.now();
        for (int i = 0; i < 4; i++) beatAfter(SECOND);
        pulse.waited(asked);
        assertThat(pulse.steady()).isFalse();
        for (int i = 0; i < 5; i++) beatAfter(SECOND);
        assertThat(pulse.steady()).isTrue();
    }

    @Test
    void steady_kafkaHasSaidWhosePartitionItIs_atOnce() {
        pass(Pulse.LONGEST_GAP.plusMillis(1));
        beatAfter(Duration.ZERO);
        pulse.confirmed();
        assertThat(pulse.steady()).isTrue();
    }

    @Test
    void doubtful_withoutAGap_never() {
        for (int i = 0; i < 100; i++) {
            assertThat(pulse.doubtful()).isFalse();
            beatAfter(SECOND);
        }
    }

    @Test
    void doubtful_afterAGap_forAMinute() {
        pass(Pulse.LONGEST_GAP.plusMillis(1));
        assertThat(pulse.doubtful()).as("nobody has polled yet").isTrue();
        beatAfter(Duration.ZERO);
        for (int i = 0; i < Pulse.DOUBT.toSeconds(); i++) {
            assertThat(pulse.doubtful()).as("polled for %d s", i).isTrue();
            beatAfter(SECOND);
        }
        assertThat(pulse.doubtful()).isFalse();
    }

    @Test
    void doubtful_kafkaHasLongNotAnswered_isAsAfterAGap() {
        long asked = pulse.now();
        for (int i = 0; i < 4; i++) beatAfter(SECOND);
        pulse.waited(asked);
        assertThat(pulse.doubtful()).isTrue();
    }

    @Test
    void doubtful_kafkaHasSaidWhosePartitionItIs_noMore() {
        pass(Pulse.LONGEST_GAP.plusMillis(1));
        beatAfter(Duration.ZERO);
        assertThat(pulse.doubtful()).isTrue();
        pulse.confirmed();
        assertThat(pulse.doubtful()).isFalse();
    }

    @Test
    void steadySince_aGapInBetween_isNoticedWhenItIsLongOver() {
        long before = pulse.now();
        pass(Pulse.LONGEST_GAP.plusMillis(1));
        beatAfter(Duration.ZERO);
        for (int i = 0; i < 10; i++) beatAfter(SECOND);
        assertThat(pulse.steady()).isTrue();
        assertThat(pulse.steadySince(before)).isFalse();
        assertThat(pulse.steadySince(pulse.now())).isTrue();
    }

    private void beatAfter(Duration time) {
        pass(time);
        pulse.beat();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
