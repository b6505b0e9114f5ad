package dev.vigia.ingest.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.ingest.ship.FakeGateway;
import dev.vigia.ingest.ship.FakeGateway.Reply;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.UserException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ShopTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    static {
        // It warns of a gateway that is away, and here it is away on purpose.
        System.setProperty("org.slf4j.simpleLogger.log." + Shop.class.getName(), "off");
    }

    private final SettableClock clock = new SettableClock();

    @Test
    void tick_everyQuarterSecond_sendsWhatTheTrafficSays() throws Exception {
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK);
                Shop shop = shop(gateway)) {
            shop.open();
            for (int i = 1; i <= 40; i++) {
                clock.now = START.plusMillis(i * 250L);
                shop.tick();
            }

            List<ShopRecord> expected =
                    new ShopTraffic(ShopSettings.of(gateway.url(), 42), START).between(START, clock.now.plusNanos(1));
            assertThat(gateway.logs()).containsExactlyElementsOf(json(expected, ShopRecord.Kind.LOG));
            assertThat(gateway.records("/ingest/metrics"))
                    .containsExactlyElementsOf(json(expected, ShopRecord.Kind.METRIC));
            assertThat(shop.state().orElseThrow().sent()).isEqualTo(expected.size());
        }
    }

    @Test
    void tick_gatewayAway_dropsCountsAndRecovers() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        try (FakeGateway gateway = new FakeGateway(request -> away.get() ? new Reply(503, "", false) : Reply.OK);
                Shop shop = shop(gateway)) {
            shop.open();
            clock.now = START.plusSeconds(5);
            shop.tick();
            assertThat(shop.state().orElseThrow().dropped()).isPositive();
            assertThat(shop.state().orElseThrow().sent()).isZero();
            assertThat(shop.health().status()).isEqualTo(Health.Status.DEGRADED);

            away.set(false);
            clock.now = START.plusSeconds(6);
            shop.tick();
            assertThat(shop.health()).isEqualTo(Health.healthy());
            assertThat(gateway.logs()).allMatch(it -> time(it).isAfter(START.plusSeconds(5)));
        }
    }

    @Test
    void tick_afterALongPause_leavesOutWhatWasMissed() throws Exception {
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK);
                Shop shop = shop(gateway)) {
            shop.open();
            shop.tick();
            clock.now = START.plus(Duration.ofHours(8));
            shop.tick();
            clock.now = clock.now.plusSeconds(1);
            shop.tick();

            assertThat(gateway.logs()).isNotEmpty().allMatch(it -> !time(it).isBefore(START.plus(Duration.ofHours(8))));
        }
    }

    @Test
    void state_duringAnIncident_namesIt() throws Exception {
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK);
                Shop shop = shop(gateway)) {
            assertThat(shop.state()).isEmpty();
            shop.open();
            assertThat(shop.state().orElseThrow().next()).isEqualTo(START.plusSeconds(60));

            clock.now = START.plusSeconds(61);
            Shop.State state = shop.state().orElseThrow();
            assertThat(state.incident()).contains(shop.incidents().get(0));
            assertThat(state.next()).isEqualTo(shop.incidents().get(1).start());
        }
    }

    @Test
    void start_withARealClock_sendsUntilClosed() throws Exception {
        try (FakeGateway gateway = new FakeGateway(request -> Reply.OK)) {
            try (Shop shop =
                    new Shop(ShopSettings.of(gateway.url(), 1), Clock.systemUTC(), new SimpleMeterRegistry())) {
                shop.start();
                await().until(() -> !gateway.logs().isEmpty());
            }
            int requests = gateway.requests().size();
            assertThat(gateway.requests()).hasSize(requests);
        }
    }

    @Test
    void settings_outOfRange_nameTheKey() {
        assertThatThrownBy(() -> new ShopSettings(null, -1, 0, null, null, null, null))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("shop.rate");
        assertThatThrownBy(() -> new ShopSettings(null, 0, 0, null, null, Duration.ofMinutes(2), Duration.ofMinutes(1)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("shortest_pause");
    }

    private Shop shop(FakeGateway gateway) {
        return new Shop(ShopSettings.of(gateway.url(), 42), clock, new SimpleMeterRegistry());
    }

    private static Instant time(ObjectNode json) {
        return Instant.parse(json.path("timestamp").asText());
    }

    private static List<ObjectNode> json(List<ShopRecord> records, ShopRecord.Kind kind) {
        return records.stream()
                .filter(it -> it.kind() == kind)
                .map(ShopRecord::json)
                .toList();
    }

    private static final class SettableClock extends Clock {
        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
