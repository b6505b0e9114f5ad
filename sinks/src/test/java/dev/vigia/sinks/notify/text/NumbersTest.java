package dev.vigia.sinks.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    private final Numbers english = new Numbers(Language.EN.locale());
    private final Numbers portuguese = new Numbers(Language.PT_BR.locale());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SHARE   | 12.3450  | 0.05   | 1,234 %     | 1.234 %
            SHARE   | 0.0612   | 0.05   | 6.12 %      | 6,12 %
            SHARE   | 0.05001  | 0.05   | 5.001 %     | 5,001 %
            SHARE   | 0.05     | 0.05   | 5 %         | 5 %
            SHARE   | 0.0001   | 0.05   | 0.01 %      | 0,01 %
            SECONDS | 2.4567   | 2      | 2.46 s      | 2,46 s
            SECONDS | 0.4567   | 2      | 457 ms      | 457 ms
            SECONDS | 0.0000125 | 2     | 0.0125 ms   | 0,0125 ms
            SECONDS | 200      | 90     | 3 min 20 s  | 3 min 20 s
            SECONDS | 0        | 2      | 0 s         | 0 s
            TIMES   | 3.14159  | 3      | 3.14 ×      | 3,14 ×
            NUMBER  | 1234567  | 100    | 1,234,567   | 1.234.567
            NUMBER  | -0.5     | 0      | -0.5        | -0,5
            NUMBER  | NaN      | 0      | NaN         | NaN
            """)
    void value_hasItsUnitAndDiffersFromABoundThatItIsNot(
            Measure measure, double value, double bound, String english, String portuguese) {
        assertThat(this.english.value(measure, value, bound)).isEqualTo(english);
        assertThat(this.portuguese.value(measure, value, bound)).isEqualTo(portuguese);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SHARE   | 0.0725    | 7,25 %
            SHARE   | 12.345    | 1.234,5 %
            NUMBER  | 1234.5678 | 1.234,5678
            SECONDS | 0.25      | 250 ms
            SECONDS | 604800    | 7 d
            """)
    void exact_hasAllDigits(Measure measure, double bound, String text) {
        assertThat(portuguese.exact(measure, bound)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "59499, 59 s",
        "59999, 1 min",
        "180000, 3 min",
        "200000, 3 min 20 s",
        "3600000, 1 h",
        "3630000, 1 h",
        "7500000, 2 h 5 min",
        "93600000, 1 d 2 h",
        "864000000000, '10.000 d'",
    })
    void duration_isTheTwoLargestUnits(long millis, String text) {
        assertThat(portuguese.duration(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
