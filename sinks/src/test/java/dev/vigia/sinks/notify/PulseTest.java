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

    private void beatAfter(Duration time) {
        pass(time);
        pulse.beat();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
