package dev.vigia.sinks.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            error_rate > 0.05                              | SHARE
            ratio(http.status == 404) > 0.2                | SHARE
            distinct_ratio(user.id, http.status > 499) > 1 | SHARE
            error_rate - error_rate before > 0.1           | SHARE
            error_rate / error_rate before > 3             | TIMES
            count / count before > 3                       | TIMES
            count - count before > 30                      | NUMBER
            count > 10                                     | NUMBER
            rate per 1m > 10                               | NUMBER
            burn_rate > 14.4                               | NUMBER
            p95(http.duration) > 2                         | SECONDS
            p99.9(duration) > 2                            | SECONDS
            max(attributes.db_latency) > 2                 | SECONDS
            mean(attributes.duration_class) > 2            | NUMBER
            mean(value) < 4                                | NUMBER
            slope(http.duration) per 1m > 2                | NUMBER
            distinct(http.duration) > 2                    | NUMBER
            time_to(value, 0.9) < 3600                     | SECONDS
            count > 3 and errors before deploy             | NUMBER
            """)
    void of_condition_isWhatTheValueIsANumberOf(String condition, Measure measure) {
        assertThat(Measure.of(condition)).isEqualTo(measure);
    }
}
