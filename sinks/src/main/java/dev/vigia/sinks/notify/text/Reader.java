package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Notification;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How somebody reads.
 *
 * @param zone times are shown in it, with its name
 */
public record Reader(Language language, ZoneId zone) {

    /** English and UTC: who has said nothing. */
    public static final Reader DEFAULT = new Reader(Language.EN, ZoneId.of("UTC"));

    /** How the person reads whom a notification calls; this reader where it calls nobody, or in a language without words. */
    Reader of(Notification notification) {
        String theirs = notification.getLanguage();
        String there = notification.getZone();
        return new Reader(
                theirs == null ? language : Language.of(theirs).orElse(language),
                there == null ? zone : known(there).orElse(zone));
    }

    /** Empty for one that this machine's time zone data are too old for. */
    private static Optional<ZoneId> known(String zone) {
        try {
            return Optional.of(ZoneId.of(zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean isUtc() {
        return zone.getRules().equals(ZoneOffset.UTC.getRules());
    }
}
