package dev.vigia.processors.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SketchTest {

    @Test
    void percentile_ofManyValues_liesWithinOnePercent() {
        double[] values = logNormal(7, 10_000);
        Sketch sketch = sketchOf(values);
        Arrays.sort(values);

        for (double p : new double[] {0, 1, 25, 50, 90, 95, 99, 99.9, 100}) {
            double exact = values[(int) (p / 100 * (values.length - 1))];
            assertThat(sketch.percentile(p)).isCloseTo(exact, within(exact * 0.0101));
        }
    }

    @Test
    void percentile_ofNoValues_isZero() {
        assertThat(new Sketch().percentile(50)).isZero();
        assertThat(Sketch.of(new Sketch().toBytes()).count()).isZero();
    }

    @Test
    void toBytes_whateverTheOrderAndGrouping_areTheSame() {
        List<Double> values = new ArrayList<>();
        for (double value : logNormal(3, 500)) values.add(value);
        values.addAll(List.of(0.0, -1.5, 1e-300, 1e300, -1e250, Double.POSITIVE_INFINITY));
        ByteBuffer expected = sketchOf(values).toBytes();

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(values, new Random(seed));
            Sketch merged = new Sketch();
            for (int from = 0; from < values.size(); from += 37) {
                List<Double> part = values.subList(from, Math.min(values.size(), from + 37));
                merged.merge(Sketch.of(sketchOf(part).toBytes()));
            }
            assertThat(merged.toBytes()).isEqualTo(expected);
        }
    }

    @Test
    void toBytes_ofAnyNumberOfValues_areThoseOfSketchesJava() {
        Random random = new Random(11);
        for (int count = 0; count < 200; count++) {
            DDSketch theirs = Sketch.empty();
            Sketch sketch = new Sketch();
            double width = random.nextInt(300);
            for (int i = 0; i < count; i++) {
                double value = Math.exp(random.nextGaussian() * width / 10);
                theirs.accept(value);
                sketch.add(value, 1);
            }
            assertThat(sketch.count()).isEqualTo(count);
            assertThat(sketch.toBytes()).isEqualTo(ByteBuffer.wrap(SketchProto.write(theirs)));
        }
    }

    @Test
    void add_afterToBytes_goesOn() {
        Sketch sketch = sketchOf(List.of(3.0, 1.0, 2.0));
        assertThat(sketch.toBytes()).isEqualTo(sketchOf(List.of(1.0, 2.0, 3.0)).toBytes());

        sketch.add(-4, 1);
        sketch.add(0.5, 1);

        assertThat(sketch.toBytes())
                .isEqualTo(sketchOf(List.of(0.5, 1.0, 2.0, 3.0, -4.0)).toBytes());
        sketch.clear();
        assertThat(sketch.toBytes()).isEqualTo(new Sketch().toBytes());
    }

    @Test
    void merge_ofBytesFromSketchesJava_readsThem() {
        DDSketch theirs = Sketch.empty();
        for (double value : new double[] {-2, 0, 0, 1, 5, 5.5}) theirs.accept(value);

        Sketch sketch = Sketch.of(theirs.serialize());

        assertThat(sketch.count()).isEqualTo(6);
        assertThat(sketch.percentile(100)).isCloseTo(5.5, within(0.055));
        assertThat(sketch.percentile(0)).isCloseTo(-2, within(0.02));
    }

    @Test
    void add_weighted_countsAsOften() {
        Sketch sketch = new Sketch();
        sketch.add(1, 99);
        sketch.add(100, 1);
        sketch.add(Double.NaN, 1);
        sketch.add(3, 0);

        assertThat(sketch.count()).isEqualTo(100);
        assertThat(sketch.percentile(50)).isCloseTo(1, within(0.01));
        assertThat(sketch.percentile(100)).isCloseTo(100, within(1.0));
    }

    @Test
    void toBytes_ofFewValues_areFew() {
        Sketch sketch = new Sketch();
        sketch.add(0.001, 1);
        sketch.add(1_000, 1);

        assertThat(sketch.toBytes().remaining()).isLessThan(80);
    }

    @Test
    @SuppressWarnings("deprecation")
    void merge_ofOtherBytes_isRefused() {
        ByteBuffer coarse = DDSketch.balanced(0.05).serialize();

        assertThatThrownBy(() -> Sketch.of(coarse)).hasMessageContaining("another accuracy");
        assertThatThrownBy(() -> Sketch.of(ByteBuffer.wrap(new byte[] {9, 9, 9})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sketch.of(ByteBuffer.allocate(0))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Sketch sketchOf(double[] values) {
        return sketchOf(Arrays.stream(values).boxed().toList());
    }

    private static Sketch sketchOf(List<Double> values) {
        Sketch sketch = new Sketch();
        values.forEach(value -> sketch.add(value, 1));
        return sketch;
    }

    private static double[] logNormal(long seed, int count) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = Math.exp(random.nextGaussian() * 2) / 10;
        return values;
    }
}
