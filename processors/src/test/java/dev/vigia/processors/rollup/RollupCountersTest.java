package dev.vigia.processors.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupCountersTest {

    private static final long T = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final int MINUTE = 60;
    private static final int DAY = 86_400;

    @TempDir
    Path dir;

    private RollupDriver driver;
    private long writtenAt;
    private long watermark = T;
    /** Increase by second of the minute's start, and part. */
    private final Map<String, Double> increases = new HashMap<>();

    @BeforeEach
    void open() throws IOException {
        driver = new RollupDriver(dir);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void counter_splitByACut_countsTheStep() {
        frame(totals(1, 100, 4, 110));
        frame(totals(6, 113, 9, 120));

        assertThat(increases()).isEqualTo(Map.of("0", 20.0));
    }

    @Test
    void step_countsInTheMinuteOfTheLaterTotal() {
        frame(totals(41, 100, 49, 110));
        frame(totals(65, 150, 69, 152));

        assertThat(increases()).isEqualTo(Map.of("0", 10.0, "60", 42.0));
    }

    @Test
    void counter_thatIsLessThanBefore_beganAtZero() {
        frame(totals(1, 100, 4, 110));
        frame(totals(6, 4, 9, 9));

        assertThat(increases()).isEqualTo(Map.of("0", 10.0 + 4 + 5));
    }

    @Test
    void buckets_ofOneFrame_areJoined() {
        frame(totals(1, 100, 9, 110), totals(11, 111, 19, 115), totals(62, 120, 65, 121));
        frame(totals(66, 122, 66, 122));

        assertThat(increases()).isEqualTo(Map.of("0", 10.0 + 1 + 4, "60", 5.0 + 1 + 1));
    }

    @Test
    void counter_metFirst_addsNoStep() {
        frame(totals(1, 1_000_000, 1, 1_000_000));

        assertThat(increases()).isEqualTo(Map.of("0", 0.0));
    }

    @Test
    void totals_thatCameLate_addNothing() {
        frame(totals(1, 100, 1, 100));
        frame(totals(25, 200, 29, 210));
        frame(totals(11, 140, 19, 160));
        frame(totals(1, 100, 1, 100));
        frame(totals(35, 220, 35, 220));

        assertThat(increases()).isEqualTo(Map.of("0", 120.0));
    }

    @Test
    void totals_thatCameLateInPart_addTheStepToTheLastAlone() {
        frame(totals(1, 100, 5, 110));
        frame(totals(3, 105, 8, 130));

        assertThat(increases()).isEqualTo(Map.of("0", 30.0));
    }

    @Test
    void counters_ofTwoInstances_areAddedUp() {
        frame(of("a", totals(1, 100, 1, 100)), of("b", totals(1, 9_000, 1, 9_000)));
        frame(of("a", totals(6, 103, 6, 103)), of("b", totals(7, 9_004, 7, 9_004)));

        assertThat(increases()).isEqualTo(Map.of("0", 7.0));
    }

    @Test
    void restart_goesOnFromTheLastTotal() {
        frame(totals(1, 100, 4, 110));
        increases();
        driver.restart();
        frame(totals(6, 113, 9, 120));

        assertThat(increases()).isEqualTo(Map.of("0", 20.0));
    }

    @Test
    void counter_isForgottenADayAfterItsLastTotal() {
        frame(totals(1, 100, 1, 100));
        foldedTo(DAY - MINUTE);
        frame(totals(DAY - MINUTE, 150, DAY - MINUTE, 150));
        foldedTo(2 * DAY - 2 * MINUTE);
        frame(totals(2 * DAY - MINUTE, 170, 2 * DAY - MINUTE, 170));
        foldedTo(4 * DAY);

        assertThat(increases().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isEqualTo(70);
        assertThat(driver.entries()).as("watermark and data time").hasSize(2);
        frame(totals(4 * DAY, 190, 4 * DAY + 1, 191));
        assertThat(increases().get("" + 4 * DAY)).isEqualTo(1);
    }

    private Map<String, Double> increases() {
        driver.rollups().readValuesToList().forEach(rollup -> {
            String minute = "" + (rollup.getWindowStart() - T) / 1_000;
            increases.put(rollup.getPart() == 0 ? minute : minute + "|" + rollup.getPart(), rollup.getSum());
        });
        return increases;
    }

    private void foldedTo(long second) {
        watermark = T + second * 1_000;
        frame();
        frame();
    }

    private void frame(Delta... deltas) {
        writtenAt += 1_000;
        driver.send(new Frame(
                List.of(new Cut("metrics", 0, 0L, 1L, 1L, watermark)),
                -1L,
                writtenAt,
                List.of(deltas),
                false,
                writtenAt,
                null,
                0L));
    }

    private static Delta of(String instance, Delta delta) {
        return Delta.newBuilder(delta).setInstance(instance).build();
    }

    /** What {@code aggregate} makes of a counter that is {@code first} at a second and {@code last} at a later one. */
    private static Delta totals(long from, double first, long to, double last) {
        return Delta.newBuilder()
                .setCut(0)
                .setSeries("metric")
                .setSpec(0)
                .setGroup(List.of("shop", "sold", ""))
                .setInstance("a")
                .setBucket(T + from / 10 * 10_000)
                .setCount(2)
                .setValues(2)
                .setSum(last - first)
                .setFirst(first)
                .setFirstTimestamp((T + from * 1_000) * 1_000)
                .setLast(last)
                .setLastTimestamp((T + to * 1_000) * 1_000)
                .setFirstOffset(0)
                .setLastOffset(0)
                .build();
    }
}
