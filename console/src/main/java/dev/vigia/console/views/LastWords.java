package dev.vigia.console.views;

import dev.vigia.console.views.DecidedEpisode.Decided;
import dev.vigia.console.views.DecidedEpisode.Place;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decisions that still hold: of each receiver the last one, and of those on all of a route the last one, until one of its
 * receivers is decided on.
 */
final class LastWords {

    /** They keep a receiver up to date that knows already, and say nothing of the others of its route. */
    private static final Set<String> NOTES = Set.of("ACKNOWLEDGED", "CHANGED");

    private final Map<Place, Decided> last = new LinkedHashMap<>();

    private LastWords() {}

    /** @param decisions in their order */
    static Collection<Decided> of(List<Decided> decisions) {
        LastWords words = new LastWords();
        decisions.forEach(words::take);
        return words.last.values();
    }

    private void take(Decided decided) {
        Place place = decided.place();
        String reason = decided.decision().getReason();
        // It does not say how that went.
        if (reason.equals("ALREADY_TOLD") && last.containsKey(place)) return;
        if (place.isOfAll()) {
            if (place.route().isEmpty()) last.keySet().removeIf(Place::isOfAll);
            last.remove(new Place("", ""));
        } else if (decided.telling().isEmpty() || !NOTES.contains(reason)) {
            last.remove(new Place("", decided.decision().getRoute()));
            last.remove(new Place("", ""));
        }
        last.remove(place);
        last.put(place, decided);
    }
}
