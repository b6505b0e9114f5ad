package dev.vigia.processors.dispatch;

import dev.vigia.processors.oncall.Person;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Notification;
import java.util.Optional;

/**
 * The person whom a receiver is told for, and how they read.
 *
 * @param person their name in {@code on-call.yaml}; empty for nobody in particular
 * @param language BCP 47; empty for the receiver's
 * @param zone its id; empty for the receiver's
 */
record Reader(String person, String language, String zone) {

    /** Whoever has the receiver. */
    static final Reader ANYBODY = new Reader("", "", "");

    static Reader of(Person person) {
        return new Reader(
                person.name(),
                person.language().map(Language::tag).orElse(""),
                person.zone().getId());
    }

    boolean isAnybody() {
        return person.isEmpty();
    }

    void addTo(Notification.Builder notification) {
        if (isAnybody()) return;
        notification.setPerson(person).setZone(zone);
        Optional.of(language).filter(tag -> !tag.isEmpty()).ifPresent(notification::setLanguage);
    }

    void encode(Encoder out) {
        out.text(person).text(language).text(zone);
    }

    static Reader decode(Decoder in) {
        Reader reader = new Reader(in.text(), in.text(), in.text());
        return reader.isAnybody() ? ANYBODY : reader;
    }
}
