package dev.vigia.processors.oncall;

import dev.vigia.schemas.Language;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who can be on call. Immutable.
 *
 * @param name unique among the people
 * @param zone where times are shown to them in
 * @param language what they are told in; empty for that of the receiver
 * @param high names of the receivers that tell them of what is urgent
 * @param low names of those that tell them of the rest
 */
public record Person(String name, ZoneId zone, Optional<Language> language, List<String> high, List<String> low) {

    public Person {
        high = List.copyOf(high);
        low = List.copyOf(low);
    }

    /** How they are told, in the order of the file; may be none. */
    public List<String> receivers(Urgency urgency) {
        return urgency == Urgency.HIGH ? high : low;
    }
}
