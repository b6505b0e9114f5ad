package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.runtime.Health;
import dev.vigia.runtime.Health.Status;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Tick;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

    private static final long BEGUN = 1_800_000_000_000L;

    private long now = BEGUN;
    private final Ticks ticks = new Ticks(() -> Instant.ofEpochMilli(now));

    @Test
    void health_ticksStayAway_getsWorse() {
        now += 100_000;
        ticks.accept(new DispatchSignal(new Tick(now, List.of())));
        assertThat(ticks.health()).isEqualTo(Health.healthy());
        now += 29_999;
        assertThat(ticks.health()).isEqualTo(Health.healthy());
        now += 1;
        assertThat(ticks.health().status()).isEqualTo(Status.DEGRADED);
        now += 30_000;
        assertThat(ticks.health().status()).isEqualTo(Status.UNHEALTHY);
        assertThat(ticks.health().detail()).startsWith("no tick for 60 s");
        assertThat(ticks.age()).hasSeconds(60);

        ticks.accept(new DispatchSignal(new Tick(now, List.of())));
        assertThat(ticks.health()).isEqualTo(Health.healthy());
    }

    @Test
    void health_noTickEver_countsFromTheStart() {
        now += 30_000;
        assertThat(ticks.health().status()).isEqualTo(Status.DEGRADED);
        ticks.accept(new DispatchSignal(
                new Delivery("n1", 1, "slack", "slack", DeliveryStatus.DELIVERED, now, "ok", null, null, false)));
        now += 30_000;
        assertThat(ticks.health().status()).isEqualTo(Status.UNHEALTHY);
    }

    @Test
    void health_startedAfterAnOutage_saysHowLongItHasLasted() {
        ticks.accept(new DispatchSignal(new Tick(BEGUN - 3_600_000, List.of())));
        assertThat(ticks.health().detail()).startsWith("no tick for 3600 s");
    }
}
