package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void through_pointsOnALine_isThatLine() {
        Line line =
                Line.through(new double[] {-30, -20, 0}, new double[] {1, 3, 7}).orElseThrow();
        assertThat(line.slope()).isEqualTo(0.2);
        assertThat(line.level()).isEqualTo(7);
    }

    @Test
    void through_fewerThanTwoPoints_isNone() {
        assertThat(Line.through(new double[] {}, new double[] {})).isEmpty();
        assertThat(Line.through(new double[] {1}, new double[] {1})).isEmpty();
    }

    /** The slope of least squares is 28 here. */
    @Test
    void through_aFewOddValues_isNotTurned() {
        double[] times = IntStream.range(0, 20).asDoubleStream().toArray();
        double[] values = IntStream.range(0, 20).mapToDouble(i -> 2.0 * i).toArray();
        for (int odd : new int[] {15, 16, 17, 18, 19}) values[odd] = 500;
        Line line = Line.through(times, values).orElseThrow();
        assertThat(line.slope()).isCloseTo(2, within(1e-9));
        assertThat(line.level()).isCloseTo(0, within(1e-9));
    }

    @Test
    void through_aFallAndASawtooth_hasTheirSign() {
        double[] times = {0, 10, 20, 30, 40, 50};
        assertThat(Line.through(times, new double[] {9, 8, 8, 6, 5, 5})
                        .orElseThrow()
                        .slope())
                .isNegative();
        assertThat(Line.through(times, new double[] {1, 2, 1, 2, 1, 2})
                        .orElseThrow()
                        .slope())
                .isZero();
    }
}
