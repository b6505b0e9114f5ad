package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EscapesTest {

    @Test
    void of_mentionInALog_isText() {
        assertThat(Escapes.SLACK.of("<!channel> & \"all\"\t\u0000", 100)).isEqualTo("&lt;!channel&gt; &amp; \"all\"  ");
        assertThat(Escapes.TELEGRAM.of("<b> & \"x\"", 100)).isEqualTo("&lt;b&gt; &amp; &quot;x&quot;");
    }

    @Test
    void of_anyLength_isNeverLongerAndNothingIsHalved() {
        String text = "a<🔥&b".repeat(20);
        for (int longest = 1; longest < 300; longest++) {
            String escaped = Escapes.SLACK.of(text, longest);
            assertThat(escaped).hasSizeLessThanOrEqualTo(longest);
            assertThat(escaped.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
            assertThat(escaped.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF))
                    .isTrue();
            if (escaped.length() < longest - 5) assertThat(escaped).doesNotContain("…");
        }
    }
}
