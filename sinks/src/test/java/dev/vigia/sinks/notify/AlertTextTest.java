package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertTextTest {

    @ParameterizedTest
    @CsvSource({"abcd, 4, abcd", "abcde, 4, abc…", "ab🔥d, 4, ab…", "a🔥cd, 4, a🔥…", "🔥🔥, 4, 🔥🔥", "ação, 3, aç…"})
    void cut_anyLength_halvesNoCharacter(String text, int longest, String cut) {
        assertThat(AlertText.cut(text, longest)).isEqualTo(cut);
    }
}
