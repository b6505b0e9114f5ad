package dev.vigia.sinks.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void everyLanguage_hasTheSameWords_forTheSameArguments() throws Exception {
        Properties english = properties("words.properties");
        Properties portuguese = properties("words_pt_BR.properties");
        Set<String> keys = new TreeSet<>(portuguese.stringPropertyNames());
        // English is what reasons are written in.
        keys.removeIf(key -> key.startsWith("reason."));

        assertThat(keys).isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        for (String key : keys) {
            if (key.equals("format.time")) continue;
            assertThat(arguments(portuguese.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
        }
    }

    @Test
    void say_onAMachineOfAnotherLanguage_isInTheReaders() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("pt-BR"));
            assertThat(new Words(Reader.DEFAULT).say("link.ALERT")).isEqualTo("Open the alert");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void time_inTheHourThatComesTwice_hasTheOffset() {
        Words words = new Words(new Reader(Language.EN, ZoneId.of("America/New_York")));

        assertThat(words.time(millis("2026-11-01T05:30:00Z"))).isEqualTo("2026-11-01 01:30:00 -04:00 America/New_York");
        assertThat(words.time(millis("2026-11-01T06:30:00Z"))).isEqualTo("2026-11-01 01:30:00 -05:00 America/New_York");
        assertThat(words.time(millis("2026-11-01T07:30:00Z"))).isEqualTo("2026-11-01 02:30:00 America/New_York");
    }

    @Test
    void isoTime_inUtc_isAsR161HasIt() {
        long millis = millis("2026-01-02T03:04:05.123Z");

        assertThat(new Words(Reader.DEFAULT).isoTime(millis)).isEqualTo("2026-01-02T03:04:05.123Z");
        assertThat(new Words(new Reader(Language.PT_BR, ZoneId.of("America/Sao_Paulo"))).isoTime(millis))
                .isEqualTo("2026-01-02T00:04:05.123-03:00");
    }

    private static long millis(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    /** Which places the words have: choices have theirs in what is chosen. */
    private static Set<String> arguments(String words) {
        Set<String> found = new TreeSet<>();
        new MessageFormat(words, Locale.ROOT);
        for (String place : new String[] {"{0", "{1", "{2", "{3", "{4"}) if (words.contains(place)) found.add(place);
        return found;
    }

    private static Properties properties(String name) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = WordsTest.class.getResourceAsStream(name)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
