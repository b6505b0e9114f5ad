package dev.vigia.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.schemas.avro.Log;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A check that lets everything pass is none. */
class SeriesExpectationTest {

    private static final int RECORDS = 20_000;

    private final Requests requests = Requests.ofThousandSeries();
    private final SeriesExpectation expectation = SeriesExpectation.of(RECORDS, requests);

    @Test
    void check_rightTotals_pass() {
        assertThatCode(() -> expectation.check(totals(-1, 1))).doesNotThrowAnyException();
    }

    @Test
    void check_oneRequestMissing_fails() {
        assertThatThrownBy(() -> expectation.check(totals(777, 1))).hasMessageContaining("requests instead of");
    }

    @Test
    void check_durationsOffByTwoPercent_fails() {
        assertThatThrownBy(() -> expectation.check(totals(-1, 1.02))).hasMessageContaining("instead of");
    }

    private SeriesTotals totals(int left, double factor) {
        SeriesTotals totals = new SeriesTotals(new HashMap<>());
        for (int n = 0; n < RECORDS; n++) {
            if (n == left) continue;
            Log log = requests.request(n, 0);
            double seconds = log.getHttp().getDuration() / 1e9 * factor;
            Request request = new Request("", log.getHttp().getStatus(), seconds, 1, 0);
            for (String route : List.of("", log.getHttp().getRoute())) {
                totals.series()
                        .computeIfAbsent(List.of(log.getService(), route), group -> new Totals())
                        .add(request);
            }
        }
        return totals;
    }
}
