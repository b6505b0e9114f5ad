package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.Translations;
import dev.vigia.schemas.avro.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** A reader's words, from {@code words.properties} of the reader's language, and how the reader writes times and numbers. Thread-safe. */
public final class Words {

    private final Reader reader;
    private final Translations translations;
    private final DateTimeFormatter time;

    public Words(Reader reader) {
        this.reader = reader;
        translations = new Translations(Words.class, "words", reader.language());
        time = DateTimeFormatter.ofPattern(
                translations.raw("format.time"), reader.language().locale());
    }

    public Reader reader() {
        return reader;
    }

    /**
     * The words of a key with the arguments in their places.
     *
     * @throws java.util.MissingResourceException when there is no such key
     */
    public String say(String key, Object... arguments) {
        return translations.say(key, arguments);
    }

    /** The words of a key, where there are any. */
    String sayOr(String key, String otherwise) {
        return translations.sayOr(key, otherwise);
    }

    /**
     * To the second, with the zone's name; with the offset as well in the hour that comes twice.
     *
     * @param millis since 1970-01-01 UTC
     */
    public String time(long millis) {
        var there = Instant.ofEpochMilli(millis).atZone(reader.zone());
        boolean twice = reader.zone()
                        .getRules()
                        .getValidOffsets(LocalDateTime.from(there))
                        .size()
                > 1;
        String zone = reader.isUtc() ? "UTC" : reader.zone().getId();
        return time.format(there) + (twice ? " " + there.getOffset() : "") + " " + zone;
    }

    /**
     * ISO 8601 in the reader's zone: to the millisecond, with the offset.
     *
     * @param millis since 1970-01-01 UTC
     */
    public String isoTime(long millis) {
        Instant instant = Instant.ofEpochMilli(millis);
        return reader.isUtc()
                ? instant.toString()
                : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(reader.zone()));
    }

    /** The two largest units, for instance {@code 3 min 20 s}. */
    public String duration(Duration duration) {
        return numbers().duration(duration);
    }

    public String severity(Severity severity) {
        return say("severity." + severity);
    }

    Numbers numbers() {
        return new Numbers(reader.language().locale());
    }
}
