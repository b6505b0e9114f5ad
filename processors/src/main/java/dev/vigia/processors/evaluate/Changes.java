package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule.Flapping;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.runtime.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * When an alert has begun and ended of late, over all its episodes.
 *
 * @param times the newest, as many as the rule asks about: milliseconds since 1970-01-01 UTC in event time, ascending
 */
record Changes(List<Long> times) {

    static final Changes NONE = new Changes(List.of());

    Changes {
        times = List.copyOf(times);
    }

    /** With one more. Late records tell of them in any order. */
    Changes and(long at, Flapping limits) {
        List<Long> more = new ArrayList<>(times);
        more.add(at);
        Collections.sort(more);
        return new Changes(more.subList(Math.max(0, more.size() - limits.changes()), more.size()));
    }

    /** Whether the alert flaps. */
    boolean areMany(Flapping limits) {
        return times.size() >= limits.changes() && span() <= limits.within().toMillis();
    }

    /** For instance {@code 7 changes in 52m}. */
    String words() {
        return times.size() + " changes in " + Durations.format(Duration.ofSeconds(span() / 1_000));
    }

    private long span() {
        return times.isEmpty() ? 0 : times.get(times.size() - 1) - times.get(0);
    }

    void encode(Encoder out) {
        out.number(times.size());
        times.forEach(out::number);
    }

    static Changes decode(Decoder in) {
        List<Long> times = new ArrayList<>();
        for (int i = in.integer(); i > 0; i--) times.add(in.number());
        return new Changes(times);
    }
}
