package dev.vigia.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PartsTest {

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    private class Recorder implements Part {
        private final String name;
        private final Health health;

        Recorder(String name, Health health) {
            this.name = name;
            this.health = health;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start() {
            heard.add("start " + name);
            if (name.equals("broken")) throw new UserException("broken does not start");
        }

        @Override
        public Health health() {
            return health;
        }

        @Override
        public void close() {
            heard.add("close " + name);
            if (name.equals("stubborn")) throw new IllegalStateException("stubborn does not stop");
        }
    }

    @Test
    @Timeout(60)
    void close_severalParts_closesAllOfThemAtOnce() {
        CyclicBarrier allClosing = new CyclicBarrier(3);
        Parts parts = new Parts();
        for (String name : List.of("a", "stubborn", "c")) {
            parts.start(new Recorder(name, Health.healthy()) {
                @Override
                public void close() {
                    try {
                        allClosing.await();
                    } catch (InterruptedException | BrokenBarrierException e) {
                        throw new AssertionError(e);
                    }
                    super.close();
                }
            });
        }
        heard.clear();

        parts.close();

        assertThat(heard).containsExactlyInAnyOrder("close a", "close stubborn", "close c");
        assertThat(parts.health()).isEmpty();
    }

    @Test
    void start_partFails_closesItAndKeepsTheOthers() {
        Parts parts = new Parts();
        parts.start(new Recorder("a", Health.healthy()));

        assertThatThrownBy(() -> parts.start(new Recorder("broken", Health.healthy())))
                .isInstanceOf(UserException.class);

        assertThat(heard).containsExactly("start a", "start broken", "close broken");
        assertThat(parts.health()).containsOnlyKeys("a");
    }

    @Test
    void overall_severalParts_isTheWorst() {
        assertThat(Parts.overall(Map.of("a", Health.healthy(), "b", Health.degraded("slow"))))
                .isEqualTo(Health.Status.DEGRADED);
        assertThat(Parts.overall(Map.of("a", Health.unhealthy("gone"), "b", Health.degraded("slow"))))
                .isEqualTo(Health.Status.UNHEALTHY);
        assertThat(Parts.overall(Map.of())).isEqualTo(Health.Status.HEALTHY);
    }
}
