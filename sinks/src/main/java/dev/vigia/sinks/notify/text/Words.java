package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.avro.Severity;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ResourceBundle;

/** A reader's words, from {@code words.properties} of the reader's language, and how the reader writes times and numbers. Thread-safe. */
public final class Words {

    private final Reader reader;
    private final ResourceBundle bundle;
    private final DateTimeFormatter time;

    public Words(Reader reader) {
        this.reader = reader;
        // Without the fallback to the machine's own language, which would come before the English of the root.
        bundle = ResourceBundle.getBundle(
                Words.class.getPackageName() + ".words",
                reader.language().locale(),
                Words.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        time = DateTimeFormatter.ofPattern(
                bundle.getString("format.time"), reader.language().locale());
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
        return new MessageFormat(bundle.getString(key), reader.language().locale()).format(arguments);
    }

    /** The words of a key, where there are any. */
    String sayOr(String key, String otherwise) {
        return bundle.containsKey(key) ? say(key) : otherwise;
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
