package dev.vigia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-02-03T04:05:06Z|2024-02-03T04:05:06Z",
                "2024-02-03T04:05:06|2024-02-03T04:05:06Z",
                "2024-02-03 04:05:06,789|2024-02-03T04:05:06.789Z",
                "2024-02-03T04:05:06.123456789Z|2024-02-03T04:05:06.123456Z",
                "2024-02-03T04:05:06.1-03:00|2024-02-03T07:05:06.1Z",
                "2024-02-03T04:05:06+0530|2024-02-02T22:35:06Z",
                "2024-02-03T04:05+01|2024-02-03T03:05:00Z",
                "2024-02-03 04:05:06 UTC|2024-02-03T04:05:06Z",
                "2024-02-03 04:05:06 +0000|2024-02-03T04:05:06Z",
                "2024-02-03T04:05:06+01:00[Europe/Lisbon]|2024-02-03T03:05:06Z",
                "2024-02-29|2024-02-29T00:00:00Z",
                "1969-12-31T23:59:59.5Z|1969-12-31T23:59:59.5Z",
                "2016-12-31T23:59:60Z|2017-01-01T00:00:00Z",
                "1706933106|2024-02-03T04:05:06Z",
                "1706933106.789|2024-02-03T04:05:06.789Z",
                "1706933106789|2024-02-03T04:05:06.789Z",
                "1706933106789123|2024-02-03T04:05:06.789123Z",
                "1706933106789123999|2024-02-03T04:05:06.789123Z",
                "-1|1969-12-31T23:59:59Z",
                "0|1970-01-01T00:00:00Z",
            })
    void parse_knownForms_areMicroseconds(String text, Instant expected) {
        assertThat(Timestamps.parse(text)).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2024-13-01",
                "2023-02-29",
                "2024-02-03T",
                "2024-02-03T25:00:00Z",
                "2024-02-03T04:05:06.Z",
                "2024-02-03T04:05:06X",
                "2024-02-03T04:05:06Zjunk",
                "03/Feb/2024:04:05:06 +0000",
                "1e400.0",
                "99999999999999999999"
            })
    void parse_otherText_isRefused(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
