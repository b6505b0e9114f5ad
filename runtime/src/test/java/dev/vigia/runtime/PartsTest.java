package dev.vigia.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsTest {

    private final List<String> heard = new ArrayList<>();

    private final class Recorder implements Part {
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
    void close_severalParts_inReverseOrderAndAllOfThem() {
        Parts parts = new Parts();
        parts.start(new Recorder("a", Health.healthy()));
        parts.start(new Recorder("stubborn", Health.healthy()));
        parts.start(new Recorder("c", Health.healthy()));
        heard.clear();

        parts.close();

        assertThat(heard).containsExactly("close c", "close stubborn", "close a");
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
