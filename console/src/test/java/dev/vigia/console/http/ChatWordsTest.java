package dev.vigia.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.views.AlertDesk.Refusal;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Severity;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChatWordsTest {

    private static final ChatWords PORTUGUESE = new ChatWords(Language.PT_BR);

    private static ResourceBundle words(Language language) {
        return ResourceBundle.getBundle(
                "dev.vigia.console.http.chat",
                language.locale(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** A bundle has the keys of English as well. */
    @Test
    void everyLanguage_hasWordsOfItsOwn_forTheSameArguments() {
        ResourceBundle english = words(Language.EN);
        ResourceBundle portuguese = words(Language.PT_BR);

        for (String key : english.keySet()) {
            assertThat(portuguese.getString(key)).as(key).isNotEqualTo(english.getString(key));
            assertThat(places(portuguese.getString(key))).as(key).isEqualTo(places(english.getString(key)));
        }
        Set<String> more = new TreeSet<>(portuguese.keySet());
        more.removeAll(english.keySet());
        assertThat(more).allMatch(key -> key.startsWith("refusal."));
    }

    private static List<String> places(String words) {
        return Pattern.compile("\\{\\d")
                .matcher(words)
                .results()
                .map(place -> place.group())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void refusal_isInPortuguese(Refusal refusal) {
        assertThat(PORTUGUESE.sayOr("refusal." + refusal, refusal.words())).isNotEqualTo(refusal.words());
    }

    @ParameterizedTest
    @EnumSource
    void severity_hasAWord(Severity severity) {
        assertThat(PORTUGUESE.say("severity." + severity)).isNotBlank();
    }

    /** What people can do in chats. */
    @ParameterizedTest
    @EnumSource(names = {"ACKNOWLEDGE", "RESOLVE", "SNOOZE"})
    void deed_hasASentence(CommandType type) {
        assertThat(PORTUGUESE.say("done." + type)).startsWith("O alerta foi ");
    }
}
