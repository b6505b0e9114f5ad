package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesMemoryTest {

    private static final int SERVICES = 100;
    private static final int ROUTES = 1_000;

    /** What bounds the number of series in a transaction bounds memory only if this holds. */
    @Test
    void fold_manySeriesOfAFewRecords_takeHalfAKilobyteEach() {
        Fold fold = new Fold(Source.LOGS, CompiledRules.of(List.of()), AggregateSettings.of("memory"), 0);
        long before = usedBytes();
        for (int n = 0; n < 4 * SERVICES * ROUTES; n++) {
            assertThat(fold.add(n, request(n))).isEmpty();
        }
        long bytes = (usedBytes() - before) / fold.series();

        assertThat(fold.series()).isEqualTo(SERVICES * (ROUTES + 2));
        assertThat(bytes).isBetween(200L, 512L);
    }

    private static Log request(int n) {
        return Log.newBuilder()
                .setTimestamp(0)
                .setService("service-" + n % SERVICES)
                .setHttp(Http.newBuilder()
                        .setRoute("/route-" + n / SERVICES % ROUTES + "/{id}")
                        .setStatus(200)
                        .setDuration(1_000_000L * (1 + n % 997))
                        .build())
                .build();
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
