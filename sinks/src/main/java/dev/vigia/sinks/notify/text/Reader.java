package dev.vigia.sinks.notify.text;

import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How somebody reads.
 *
 * @param zone times are shown in it, with its name
 */
public record Reader(Language language, ZoneId zone) {

    /** English and UTC: who has said nothing. */
    public static final Reader DEFAULT = new Reader(Language.EN, ZoneId.of("UTC"));

    boolean isUtc() {
        return zone.getRules().equals(ZoneOffset.UTC.getRules());
    }
}
