package dev.vigia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {

    @ParameterizedTest
    @CsvSource({
        "trace,1",
        "TRACE,1",
        "FINEST,1",
        "debug,5",
        "Debug,5",
        "FINE,6",
        "CONFIG,7",
        "info,9",
        "informational,9",
        "notice,10",
        "WARNING,13",
        "warn,13",
        "err,17",
        "error,17",
        "SEVERE,17",
        "ERROR3,19",
        "CRITICAL,21",
        "crit,21",
        "fatal,21",
        "alert,22",
        "emerg,23",
        "' Info ',9",
        "9,9",
        "24,24",
        "25,0",
        "30,0",
        "'',0",
        "nonsense,0"
    })
    void number_levelOfSomeLogger_isOpenTelemetrys(String level, int number) {
        assertThat(Levels.number(level)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"0,unknown", "1,trace", "4,trace", "5,debug", "12,info", "13,warn", "17,error", "24,fatal", "25,unknown"
    })
    void name_anyNumber_isOneOfSeven(int number, String name) {
        assertThat(Levels.name(number)).isEqualTo(name);
    }
}
