package dev.vigia.ingest.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostReadingsTest {

    private final HostReadings readings = new HostReadings();

    @Test
    void read_thisMachine_givesSharesBetweenZeroAndOne() {
        List<Metric> metrics = readings.read(Instant.parse("2024-02-03T04:05:06Z"));
        assertThat(metrics)
                .extracting(Metric::getName)
                .contains("system.memory.utilization", "system.filesystem.utilization");
        assertThat(metrics).allSatisfy(metric -> {
            assertThat(metric.getType()).isEqualTo(MetricType.GAUGE);
            assertThat(metric.getValue()).isBetween(0.0, 1.0);
            assertThat(metric.getTimestamp()).isEqualTo(1_706_933_106_000_000L);
            assertThat(metric.getService()).isEqualTo("host");
            assertThat(metric.getResource().get("host.name")).isNotEmpty();
        });
    }

    @Test
    void read_again_countsTrafficSinceTheLastReading() {
        readings.read(Instant.parse("2024-02-03T04:05:06Z"));
        List<Metric> metrics = readings.read(Instant.parse("2024-02-03T04:05:16Z"));
        assertThat(metrics)
                .filteredOn(metric -> metric.getName().equals("system.network.io"))
                .allSatisfy(metric -> {
                    assertThat(metric.getType()).isEqualTo(MetricType.COUNTER);
                    assertThat(metric.getStartTimestamp()).isEqualTo(1_706_933_106_000_000L);
                    assertThat(metric.getValue()).isNotNegative();
                    assertThat(metric.getAttributes()).containsKeys("network.interface.name", "network.io.direction");
                });
    }
}
