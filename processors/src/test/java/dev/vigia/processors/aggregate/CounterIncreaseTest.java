package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rollup.RollupDriver;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import dev.vigia.schemas.avro.Rollup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters from raw records to minutes: what they grow by is counted once, however the records are cut. */
class CounterIncreaseTest {

    private static final long T = 1_800_000_000_000L;
    private static final long EVERY = 3_000;
    private static final int RECORDS = 400;

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void increase_ofThreeInstances_isWhatEachCountedBetweenItsResets(long seed) throws IOException {
        Random random = new Random(seed);
        Map<Integer, Long> totals = new HashMap<>();
        long expected = 0;
        List<Metric> log = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            int host = random.nextInt(3);
            long before = totals.getOrDefault(host, -1L);
            boolean reset = before > 0 && random.nextInt(15) == 0;
            long total = reset ? random.nextInt((int) before) : Math.max(before, 0) + random.nextInt(1_000);
            if (before >= 0) expected += reset ? total : total - before;
            totals.put(host, total);
            log.add(total("h" + host, i, total));
        }

        assertThat(increase(log, random)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8, 9})
    void increase_ofTotalsInAnyOrder_isFromTheFirstToTheNewest(long seed) throws IOException {
        Random random = new Random(seed);
        List<Metric> log = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < RECORDS; i++) {
            total += random.nextInt(1_000);
            log.add(total("h", i, total));
        }
        double expected = total - log.get(0).getValue();
        for (int i = 1; i < RECORDS - 20; i++) Collections.swap(log, i, i + random.nextInt(20));

        assertThat(increase(log, random)).isEqualTo(expected);
    }

    private static Metric total(String host, int n, long total) {
        return Metric.newBuilder()
                .setTimestamp((T + n * EVERY) * 1_000)
                .setName("sold")
                .setService("shop")
                .setType(MetricType.CUMULATIVE_COUNTER)
                .setResource(Map.of("host.name", host))
                .setValue(total)
                .build();
    }

    /** Cuts the log anywhere, begins anew now and then, and adds up the minutes. */
    private double increase(List<Metric> log, Random random) throws IOException {
        Map<String, Rollup> rollups = new HashMap<>();
        try (RollupDriver driver = new RollupDriver(dir)) {
            Frames frames = new Frames(1, 1);
            for (int from = 0, to; from < log.size(); from = to) {
                to = Math.min(log.size(), from + 1 + random.nextInt(12));
                Frames.Packing packing = frames.begin(header(from, to), new Deltas(driver));
                fold(log, from, to).forEach(packing);
                packing.finish();
                driver.rollups().readKeyValuesToList().forEach(sent -> rollups.put(sent.key, sent.value));
                if (random.nextInt(10) == 0) driver.restart();
            }
        }
        return rollups.values().stream().mapToDouble(Rollup::getSum).sum();
    }

    private static List<Delta> fold(List<Metric> log, int from, int to) {
        Fold fold =
                new Fold(Source.METRICS, CompiledRules.of(List.of()), AggregateSettings.of("x"), T + RECORDS * EVERY);
        for (int i = from; i < to; i++) assertThat(fold.add(i, log.get(i))).isEmpty();
        return fold.drain(0);
    }

    private static Frames.Header header(int from, int to) {
        Cut cut = new Cut("metrics", 0, (long) from, (long) to, (long) to - from, T + to * EVERY);
        return new Frames.Header(List.of(cut), -1, T + to * 1_000L, T + to * 1_000L, 0);
    }

    private record Deltas(RollupDriver driver) implements Frames.Sink {

        @Override
        public void signal(int partition, Frame frame) {
            // Of rules.
        }

        @Override
        public void delta(int partition, Frame frame) {
            driver.send(frame);
        }
    }
}
