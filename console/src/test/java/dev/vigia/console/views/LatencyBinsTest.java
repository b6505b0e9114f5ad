package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LatencyBinsTest {

    @SuppressWarnings("deprecation")
    static List<Supplier<DDSketch>> sketches() {
        return List.of(
                () -> DDSketches.unboundedDense(0.01),
                () -> DDSketches.logarithmicUnboundedDense(0.01),
                () -> DDSketches.sparse(0.01),
                () -> DDSketch.balancedCollapsingLowest(0.01, 2_048));
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void quantile_bytesOfASketch_saysWhatTheSketchSays(Supplier<DDSketch> kind) {
        DDSketch sketch = kind.get();
        sketch.accept(0);
        for (int i = 1; i <= 1_000; i++) sketch.accept(i / 1_000.0);

        LatencyBins bins = LatencyBins.of(sketch.serialize());

        for (double share : new double[] {0, 0.5, 0.95, 1}) {
            assertThat(bins.quantile(share)).isCloseTo(sketch.getValueAtQuantile(share), within(1e-9));
        }
    }

    @Test
    void minus_earlierState_leavesWhatCameSince() {
        DDSketch sketch = DDSketches.unboundedDense(0.01);
        sketch.accept(0.1, 500);
        LatencyBins before = LatencyBins.of(sketch.serialize());
        sketch.accept(2.0, 10);

        LatencyBins since = LatencyBins.of(sketch.serialize()).minus(before);

        assertThat(since.quantile(0)).isCloseTo(2.0, within(0.02));
        assertThat(since.plus(before).quantile(0.5)).isCloseTo(0.1, within(0.001));
    }

    @Test
    void quantile_nothing_isNotANumber() {
        assertThat(LatencyBins.EMPTY.quantile(0.95)).isNaN();
        assertThat(LatencyBins.of(DDSketches.unboundedDense(0.01).serialize()).quantile(0.95))
                .isNaN();
    }

    @Test
    void of_otherBytes_saysSo() {
        assertThatThrownBy(() -> LatencyBins.of(ByteBuffer.wrap(new byte[] {0x0a, 0x7f, 1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a DDSketch");
    }
}
