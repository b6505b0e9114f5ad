package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final List<Duration> waits = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5;

    @Test
    void await_messagesInARow_areOneASecond() throws Exception {
        Pace pace = new Pace(Duration.ofSeconds(1), () -> now, this::sleep);

        pace.await();
        now += Duration.ofMillis(300).toNanos();
        pace.await();
        pace.await();
        now += Duration.ofSeconds(5).toNanos();
        pace.await();

        assertThat(waits).containsExactly(Duration.ofMillis(700), Duration.ofSeconds(1));
    }

    private void sleep(Duration time) {
        waits.add(time);
        now += time.toNanos();
    }
}
