package dev.vigia.processors.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigia.processors.sketch.Sketch;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Rollup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollupTopologyTest {

    private static final long T = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;

    @TempDir
    Path dir;

    private RollupDriver driver;
    private long writtenAt = T;

    @BeforeEach
    void open() throws IOException {
        driver = new RollupDriver(dir);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void deltas_ofOneMinute_becomeOneRecord() {
        frame(T - HOUR, requests(T, "shop", "/pay", 0.1, 0.2), requests(T + 50_000, "shop", "/pay", 0.4));

        KeyValue<String, Rollup> sent = driver.rollups().readKeyValue();

        Rollup rollup = sent.value;
        assertThat(sent.key).isEqualTo("requests|shop|route=/pay|" + T + "|0");
        assertThat(rollup.getCount()).isEqualTo(3);
        assertThat(rollup.getSum()).isCloseTo(0.7, within(1e-9));
        assertThat(rollup.getMin()).isEqualTo(0.1);
        assertThat(rollup.getMax()).isEqualTo(0.4);
        assertThat(rollup.getP50()).isCloseTo(0.2, within(0.002));
        assertThat(rollup.getWindowEnd()).isEqualTo(T + 60_000);
        assertThat(rollup.getRevision()).isEqualTo(1);
        assertThat(rollup.getDimensions()).containsExactly(Map.entry("route", "/pay"));
        assertThat(driver.rollups().isEmpty()).isTrue();
    }

    @Test
    void minute_thatGrows_isSentOnceASecondWithTheNextRevision() {
        frame(0, requests(T, "shop", "", 1));
        for (int i = 0; i < 5; i++) sameSecond(requests(T, "shop", "", 1));
        frame(0, requests(T, "shop", "", 1));

        List<Rollup> sent = driver.rollups().readValuesToList();

        assertThat(sent).extracting(Rollup::getRevision).containsExactly(1L, 2L);
        assertThat(sent.get(1).getCount()).isEqualTo(7);
        assertThat(sent.get(1).getDimensions()).isEmpty();
    }

    @Test
    void lastFrameBeforeSilence_isSentByTheClock() {
        frame(0, requests(T, "shop", "", 1));
        sameSecond(requests(T, "shop", "", 1));
        driver.rollups().readValuesToList();

        driver.advanceClock(Duration.ofSeconds(1));
        driver.advanceClock(Duration.ofSeconds(1));

        assertThat(driver.rollups().readValue().getCount()).isEqualTo(2);
        driver.advanceClock(Duration.ofSeconds(3));
        assertThat(driver.rollups().isEmpty()).isTrue();
    }

    @Test
    void percentiles_ofManyDeltas_lieWithinOnePercent() {
        Random random = new Random(5);
        double[] all = new double[5_000];
        for (int i = 0; i < all.length; i += 10) {
            double[] some = random.doubles(10, 0.001, 3).toArray();
            System.arraycopy(some, 0, all, i, 10);
            frame(0, requests(T + (i % 6) * 10_000L, "shop", "/", some));
        }
        Arrays.sort(all);

        Rollup last = last(driver.rollups().readValuesToList());

        assertThat(last.getValues()).isEqualTo(5_000);
        assertThat(last.getP50()).isCloseTo(all[2_500], within(all[2_500] * 0.011));
        assertThat(last.getP95()).isCloseTo(all[4_750], within(all[4_750] * 0.011));
        assertThat(last.getP99()).isCloseTo(all[4_950], within(all[4_950] * 0.011));
        assertThat(Sketch.of(last.getSketch()).count()).isEqualTo(5_000);
    }

    @Test
    void series_ofEveryKind_haveTheirDimensions() {
        frame(
                0,
                delta("logs", List.of("shop", "error"), T, 2),
                delta("spans", List.of("shop", "GET /"), T, 1),
                delta("metric", List.of("shop", "cpu", "core=1,list=a\\,b,host=x|y"), T, 1));

        Map<String, Rollup> sent = driver.rollups().readKeyValuesToMap();

        assertThat(sent.get("logs|shop|level=error|" + T + "|0").getCount()).isEqualTo(2);
        assertThat(sent.get("spans|shop|route=GET /|" + T + "|0").getDimensions())
                .containsEntry("route", "GET /");
        assertThat(sent.get("metric|shop|core=1,host=x%7Cy,list=a%2Cb,metric=cpu|" + T + "|0")
                        .getDimensions())
                .containsEntry("metric", "cpu")
                .containsEntry("list", "a,b")
                .containsEntry("host", "x|y");
    }

    @Test
    void last_ofAMetric_isTheOneWithTheLatestTime() {
        frame(0, metricPoint(T + 2, 5.0), metricPoint(T + 1, 9.0));

        assertThat(driver.rollups().readValue().getLast()).isEqualTo(5.0);
    }

    @Test
    void lateData_whileTheMinuteIsOpen_isAddedToIt() {
        frame(T + 1_000, requests(T, "shop", "", 1));
        frame(T + HOUR, requests(T, "shop", "", 1));
        frame(T + HOUR + HOUR / 2, requests(T, "shop", "", 1));

        assertThat(last(driver.rollups().readValuesToList()).getCount()).isEqualTo(3);
        assertThat(totals()).isEmpty();
    }

    @Test
    void lateData_afterTheMinuteClosed_beginsAPart_andSumsStayRight() {
        frame(T + 1_000, requests(T, "shop", "", 1, 1));
        frame(T + 3 * HOUR);
        frame(T + 3 * HOUR, requests(T, "shop", "", 1));
        frame(T + 3 * HOUR, requests(T, "shop", "", 1));
        frame(T + 9 * HOUR);
        frame(T + 9 * HOUR, requests(T, "shop", "", 1));

        Map<String, Long> totals = totals();

        assertThat(totals)
                .containsEntry("requests|shop||" + T + "|0", 2L)
                .containsEntry("requests|shop||" + T + "|" + (T + 3 * HOUR), 2L)
                .containsEntry("requests|shop||" + T + "|" + (T + 9 * HOUR), 1L)
                .hasSize(3);
    }

    @Test
    void closing_waitsForTheSlowestPartition() {
        frame(List.of(cut(0, T), cut(1, T - 3 * HOUR)), requests(T, "shop", "", 1));
        frame(List.of(cut(0, T + 5 * HOUR)));
        frame(List.of(cut(1, T - 2 * HOUR)), requests(T, "shop", "", 1));
        frame(List.of(cut(1, T)), requests(T, "shop", "", 1));

        assertThat(totals()).containsOnly(Map.entry("requests|shop||" + T + "|0", 3L));
    }

    @Test
    void piece_thatIsNotTheLast_closesNothing() {
        Cut late = cut(0, T + 3 * HOUR);
        driver.send(new Frame(List.of(late), -1L, T, List.of(requests(T, "shop", "", 1)), true, T, null, 0L));
        driver.send(new Frame(List.of(late), -1L, T, List.of(requests(T, "cart", "", 1)), false, T, null, 0L));
        frame(T + 3 * HOUR);
        frame(T + 3 * HOUR, requests(T, "shop", "", 1));

        assertThat(totals().keySet())
                .containsExactlyInAnyOrder(
                        "requests|shop||" + T + "|0",
                        "requests|cart||" + T + "|0",
                        "requests|shop||" + T + "|" + (T + 3 * HOUR));
    }

    @Test
    void restart_withState_goesOnCounting() {
        frame(T, requests(T, "shop", "", 1));
        sameSecond(requests(T, "shop", "", 1));
        List<Rollup> before = driver.rollups().readValuesToList();
        driver.restart();
        frame(T, requests(T, "shop", "", 1));

        Rollup after = last(driver.rollups().readValuesToList());

        assertThat(last(before).getRevision()).isEqualTo(1);
        assertThat(after.getRevision()).isEqualTo(2);
        assertThat(after.getCount()).isEqualTo(3);
    }

    @Test
    void anyHistory_keepsEveryCount_inPartsThatAreNeverUsedTwice() {
        Random random = new Random(11);
        Map<Long, Long> expected = new HashMap<>();
        List<KeyValue<String, Rollup>> sent = new ArrayList<>();
        long dataTime = T;
        for (int i = 0; i < 800; i++) {
            dataTime += random.nextInt(10) == 0 ? random.nextInt((int) (2 * HOUR)) : random.nextInt(60_000);
            List<Delta> some = new ArrayList<>();
            for (int n = random.nextInt(4); n > 0; n--) {
                long bucket = (dataTime - (long) Math.abs(random.nextGaussian() * 3 * HOUR)) / 10_000 * 10_000;
                expected.merge(bucket / 60_000 * 60_000, 1L, Long::sum);
                some.add(requests(bucket, "shop", "", 1));
            }
            frame(dataTime, some.toArray(new Delta[0]));
            sent.addAll(driver.rollups().readKeyValuesToList());
            if (i % 200 == 100) driver.restart();
        }
        Map<String, Rollup> parts = new HashMap<>();
        sent.forEach(one -> parts.merge(one.key, one.value, (a, b) -> {
            assertThat(b.getRevision()).isEqualTo(a.getRevision() + 1);
            assertThat(b.getCount()).isGreaterThan(a.getCount());
            return b;
        }));
        Map<Long, Long> found = new HashMap<>();
        parts.values().forEach(part -> found.merge(part.getWindowStart(), part.getCount(), Long::sum));

        assertThat(found).isEqualTo(expected);
        assertThat(driver.entries()).hasSizeLessThan(2_000);
    }

    private void frame(long watermark, Delta... some) {
        frame(List.of(cut(0, watermark)), some);
    }

    private void frame(List<Cut> cuts, Delta... some) {
        writtenAt += 1_000;
        driver.send(new Frame(cuts, -1L, writtenAt, List.of(some), false, writtenAt, null, 0L));
    }

    private void sameSecond(Delta... some) {
        driver.send(new Frame(List.of(cut(0, 0)), -1L, writtenAt, List.of(some), false, writtenAt, null, 0L));
    }

    private static Cut cut(int partition, long watermark) {
        return new Cut("logs", partition, 0L, 1L, 1L, watermark);
    }

    private static Delta requests(long bucket, String service, String route, double... seconds) {
        Sketch sketch = new Sketch();
        for (double value : seconds) sketch.add(value, 1);
        return base("requests", List.of(service, route), bucket, seconds.length)
                .setValues(seconds.length)
                .setSum(Arrays.stream(seconds).sum())
                .setMin(Arrays.stream(seconds).min().orElse(0))
                .setMax(Arrays.stream(seconds).max().orElse(0))
                .setSketch(sketch.toBytes())
                .build();
    }

    private static Delta metricPoint(long at, double value) {
        return base("metric", List.of("shop", "m", ""), at / 10_000 * 10_000, 1)
                .setValues(1)
                .setLast(value)
                .setLastTimestamp(at * 1_000)
                .build();
    }

    private static Delta delta(String series, List<String> group, long bucket, long count) {
        return base(series, group, bucket, count).build();
    }

    private static Delta.Builder base(String series, List<String> group, long bucket, long count) {
        return Delta.newBuilder()
                .setCut(0)
                .setSeries(series)
                .setSpec(0)
                .setGroup(group)
                .setBucket(bucket)
                .setCount(count)
                .setFirstOffset(0)
                .setLastOffset(0);
    }

    private static Rollup last(List<Rollup> list) {
        return list.get(list.size() - 1);
    }

    private Map<String, Long> totals() {
        Map<String, Long> totals = new HashMap<>();
        driver.rollups().readKeyValuesToList().forEach(sent -> totals.put(sent.key, sent.value.getCount()));
        return totals;
    }
}
