package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsTextTest {

    /** Portuguese needs the other alphabet for ã, õ and ç; only Ç is in GSM 03.38. */
    @ParameterizedTest
    @CsvSource({
        "a, 160, 1",
        "a, 161, 2",
        "a, 306, 2",
        "a, 307, 3",
        "é, 160, 1",
        "€, 80, 1",
        "€, 81, 2",
        "€, 152, 2",
        "€, 153, 3",
        "ã, 70, 1",
        "ã, 71, 2",
        "ã, 134, 2",
        "ã, 135, 3",
        "🔥, 35, 1",
        "🔥, 36, 2",
        "🔥, 66, 2",
        "🔥, 67, 3",
    })
    void segments_ofSoManyCharacters_areAsCounted(String character, int count, int segments) {
        assertThat(SmsText.segments(character.repeat(count))).isEqualTo(segments);
    }

    @ParameterizedTest
    @CsvSource({"a, 1, 160", "a, 2, 306", "€, 1, 81", "ã, 1, 70", "ã, 3, 201", "🔥, 1, 36"})
    void cut_longText_fillsTheSegments(String character, int segments, int characters) {
        String cut = SmsText.cut(character.repeat(5_000), segments);

        assertThat(SmsText.segments(cut)).isEqualTo(segments);
        assertThat(cut).endsWith("...").hasSizeGreaterThanOrEqualTo(character.length() * (characters - 3));
        assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(characters);
    }

    @ParameterizedTest
    @CsvSource({"short, 1, short", "'', 1, ''"})
    void cut_whatFits_staysAsItIs(String text, int segments, String cut) {
        assertThat(SmsText.cut(text, segments)).isEqualTo(cut);
    }
}
