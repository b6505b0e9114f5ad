package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RequiredTextTest {

    private static final String[] PIECES = {
        "a",
        "b",
        "ab",
        "é",
        "\\.",
        ".",
        "[ab]",
        "[^a]",
        "[]a]",
        "[[:alpha:]b]",
        "[\\]a]",
        "\\d",
        "\\b",
        "^",
        "$",
        "(",
        "(",
        "(?:",
        "(?i)",
        ")",
        ")",
        "|",
        "|",
        "*",
        "+",
        "?",
        "??",
        "+?",
        "{0}",
        "{0,2}",
        "{2}",
        "{1,}",
        "{,2}",
        "{",
        "}",
        "\\Qa|\\E",
        "\\x61",
        "(?P<n>",
        "😀"
    };

    @Test
    void mayBeIn_textWithoutWhatIsRequired_isFalse() {
        assertRequires("timed? out|refused|reset by peer", "timed out", "connect: refused");
        assertThat(RequiredText.of("timed? out|refused").mayBeIn("GET /r07/3 is answered"))
                .isFalse();
        assertRequires("^/r0[0-4]/99[0-9]+$", "/r03/991");
        assertThat(RequiredText.of("^/r0[0-4]/99[0-9]+$").mayBeIn("/r03/981")).isFalse();
        assertRequires("a+(b|cd)e{2,}f?", "xabeey", "aacdee");
        assertThat(RequiredText.of("abc(?:d|e)").mayBeIn("abd")).isFalse();
    }

    @Test
    void mayBeIn_nothingRequired_isTrue() {
        for (String regex : new String[] {"", "a*", "a|", "(?i)abc", "[a-z]+", "a|b?", "\\Qab\\E", "a{0,2}"}) {
            assertThat(RequiredText.of(regex).mayBeIn("x")).as(regex).isTrue();
        }
    }

    @Test
    void mayBeIn_whateverMatches_isTrue() {
        Random random = new Random(7);
        int matches = 0;
        for (int i = 0; i < 200_000; i++) {
            String regex = joined(random, PIECES, 8);
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex);
            } catch (PatternSyntaxException e) {
                continue;
            }
            RequiredText required = RequiredText.of(regex);
            for (int j = 0; j < 4; j++) {
                String text = joined(random, new String[] {"a", "b", "A", ".", "é", "1", "]", "{", "}", "😀", "\n"}, 6);
                if (!pattern.matcher(text).find()) continue;
                matches++;
                assertThat(required.mayBeIn(text)).as("%s in %s", regex, text).isTrue();
            }
        }
        assertThat(matches).isGreaterThan(10_000);
    }

    private static void assertRequires(String regex, String... texts) {
        for (String text : texts) {
            assertThat(Pattern.compile(regex).matcher(text).find()).as(text).isTrue();
            assertThat(RequiredText.of(regex).mayBeIn(text)).as(text).isTrue();
        }
    }

    private static String joined(Random random, String[] pieces, int most) {
        StringBuilder joined = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) joined.append(pieces[random.nextInt(pieces.length)]);
        return joined.toString();
    }
}
