package dev.vigia.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private static final long BEGUN = 1_000_000;

    private final Script script =
            new Script(BEGUN, Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(18), BEGUN + 45_000);

    @Test
    void incidents_areTheServicesInTurnsUntilTheLast() {
        assertThat(script.incidents(BEGUN + 100_000))
                .containsExactly(
                        new Incident("cart", BEGUN + 10_000, BEGUN + 28_000, false),
                        new Incident("search", BEGUN + 30_000, BEGUN + 48_000, true));
        assertThat(script.incidents(BEGUN + 30_000)).hasSize(1);
    }

    @Test
    void request_inAnIncident_failsMostlyOrIsSlow() {
        assertThat(failures("cart", BEGUN + 9_999)).isEqualTo(10);
        assertThat(failures("cart", BEGUN + 10_000)).isEqualTo(600);
        assertThat(failures("search", BEGUN + 10_000)).isEqualTo(10);
        assertThat(failures("cart", BEGUN + 28_000)).isEqualTo(10);
        assertThat(script.request(new RecordId(0, 7), "search", BEGUN + 30_000)
                        .getHttp()
                        .getDuration())
                .isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    private long failures(String service, long millis) {
        long failures = 0;
        for (int n = 0; n < 1_000; n++) {
            if (script.request(new RecordId(0, n), service, millis).getHttp().getStatus() >= 500) failures++;
        }
        return failures;
    }

    @Test
    void quietFrom_inAnIncident_isItsEnd() {
        assertThat(script.quietFrom(BEGUN)).isEqualTo(BEGUN);
        assertThat(script.quietFrom(BEGUN + 11_000)).isEqualTo(BEGUN + 28_000);
        assertThat(script.quietFrom(BEGUN + 29_000)).isEqualTo(BEGUN + 29_000);
        assertThat(script.quietFrom(BEGUN + 99_000)).isEqualTo(BEGUN + 99_000);
    }

    @Test
    void id_ofText_isTheSame() {
        RecordId id = new RecordId(3, 123_456_789);

        assertThat(RecordId.parse(id.text())).contains(id);
        assertThat(RecordId.parse("4bf92f3577b34da6a3ce929d0e0e4736")).isEmpty();
    }
}
