package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import dev.vigia.console.Samples;
import dev.vigia.console.views.Services.Point;
import dev.vigia.console.views.Services.Service;
import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Rollup;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServicesTest {

    private static final long MINUTE = 60_000L * 28_000_000L;

    private long now = MINUTE;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private final Rollups rollups = new Rollups(clock, 100);
    private final Services services = new Services(rollups, clock);

    private void take(long appendedAt, Rollup rollup) {
        now = Math.max(now, appendedAt);
        rollups.accept(new Received<>(Samples.key(rollup), appendedAt, Optional.of(rollup)));
    }

    /** Ten requests a second for so many seconds; from {@code failsFrom} on half of them fail and take 2 s instead of 0.1 s. */
    private void live(int seconds, int failsFrom) {
        DDSketch sketch = Samples.sketch();
        long errors = 0;
        for (int s = 1; s <= seconds; s++) {
            boolean failing = s > failsFrom;
            sketch.accept(failing ? 2.0 : 0.1, 10);
            if (failing) errors += 5;
            take(
                    MINUTE + s * 1_000L,
                    Samples.requests("checkout", MINUTE, s, s * 10L)
                            .setErrors(errors)
                            .setSketch(sketch.serialize())
                            .build());
        }
    }

    private Service only() {
        List<Service> all = services.all(15);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void all_failureWithinTheMinute_showsWithinSeconds() {
        live(36, 20);

        Point now = only().now();

        assertThat(now.rate()).isBetween(9.0, 12.0);
        assertThat(now.errorRate()).isGreaterThan(0.4);
        assertThat(now.p95()).isCloseTo(2.0, within(0.05));
    }

    @Test
    void all_drill_isNoService() {
        live(36, 20);
        take(MINUTE + 36_000L, Samples.requests(Drills.SERVICE, MINUTE, 1, 1).build());

        assertThat(only().name()).isEqualTo("checkout");
    }

    @Test
    void all_openMinute_hasAPointEachSlotOfItsOwnErrorsAndLatency() {
        live(36, 20);

        List<Point> points = only().points();

        assertThat(points).extracting(Point::seconds).containsOnly(5.0);
        Point early = points.get(1);
        assertThat(early.rate()).isEqualTo(10);
        assertThat(early.errorRate()).isZero();
        assertThat(early.p95()).isCloseTo(0.1, within(0.002));
        Point late = points.get(points.size() - 1);
        assertThat(late.errorRate()).isEqualTo(0.5);
        assertThat(late.p95()).isCloseTo(2.0, within(0.05));
    }

    @Test
    void all_lateDataOfAnOlderMinute_comeToTheirMinuteAndNotToNow() {
        live(10, 60);
        take(
                MINUTE + 10_500,
                Samples.requests("checkout", MINUTE - 300_000, 1, 6_000).build());

        Service service = only();

        assertThat(service.now().rate()).isLessThan(12);
        assertThat(service.points().get(0)).isEqualTo(new Point(MINUTE - 270_000, 60, 100, 0, 0.1));
    }

    @Test
    void all_partsOfAMinute_areAddedUp() {
        take(MINUTE, Samples.requests("checkout", MINUTE - 120_000, 4, 60).build());
        take(
                MINUTE,
                Samples.requests("checkout", MINUTE - 120_000, 1, 120)
                        .setPart(7)
                        .build());

        assertThat(only().points().get(0).rate()).isEqualTo(3);
    }

    @Test
    void all_revisionsMissing_theirShareIsNotOfNow() {
        take(MINUTE + 1_000, Samples.requests("checkout", MINUTE, 40, 9_000).build());

        assertThat(only().now().rate()).isZero();
    }

    @Test
    void all_nothingMoreComes_rateFallsToZeroAndTheLineEnds() {
        live(30, 60);
        now = MINUTE + 180_000;

        Service service = only();

        assertThat(service.now().rate()).isZero();
        assertThat(service.points().get(service.points().size() - 1).at()).isLessThan(MINUTE + 40_000);
    }

    @Test
    void all_logsOnly_areTheSource() {
        take(
                MINUTE + 1_000,
                Samples.requests("cron", MINUTE, 1, 30)
                        .setKind("logs")
                        .setDimensions(Map.of("level", "error"))
                        .setErrors(30)
                        .build());
        take(
                MINUTE + 1_000,
                Samples.requests("cron", MINUTE, 1, 90)
                        .setKind("logs")
                        .setDimensions(Map.of("level", "info"))
                        .build());
        now = MINUTE + 4_000;

        Service service = only();

        assertThat(service.source()).isEqualTo("logs");
        assertThat(service.now().errorRate()).isEqualTo(0.25);
    }

    @Test
    void all_anHourLater_forgets() {
        live(10, 60);
        now = MINUTE + 2 * 3_600_000;

        assertThat(services.all(60)).isEmpty();
        assertThat(rollups.series("checkout", 0)).isEmpty();
    }

    @Test
    void accept_moreSeriesThanFit_areCountedAndLeftOut() {
        Rollups small = new Rollups(clock, 2);
        for (int i = 0; i < 5; i++) {
            Rollup rollup = Samples.requests("s" + i, MINUTE, 1, 1).build();
            small.accept(new Received<>(Samples.key(rollup), MINUTE, Optional.of(rollup)));
        }

        assertThat(small.dropped()).isEqualTo(3);
        assertThat(new Services(small, clock).all(15)).hasSize(2);
    }

    @Test
    void newest_givesTheLastSlotsOnly() {
        live(55, 60);

        assertThat(services.newest().get(0).points()).hasSize(6);
    }
}
