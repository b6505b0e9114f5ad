package dev.vigia.processors.rules;

import dev.vigia.processors.rules.Rule.Flapping;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads when the alerts of a rule flap. */
final class FlappingReader {

    /** The fourth beginning within an hour: nothing that somebody mends by hand comes so often. */
    private static final Flapping USUAL = new Flapping(7, Duration.ofHours(1), Duration.ofMinutes(30));

    /** The second is what YAML 1.1 makes of the first. */
    private static final Set<String> OFF = Set.of("off", "false");

    private static final long FEWEST = 3;
    private static final long MOST = 50;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final long STEP = 10_000;

    private FlappingReader() {}

    /** Returns nothing where the rule is not to flap at all. */
    static Optional<Flapping> read(YamlMap rule) {
        if (!rule.has("flapping")) return Optional.of(USUAL);
        if (!rule.isMap("flapping")) {
            if (rule.text("flapping").filter(OFF::contains).isPresent()) return Optional.empty();
            throw rule.error("flapping", "write off, or for instance {changes: 7, within: 1h, settle_for: 30m}");
        }
        YamlMap map = rule.map("flapping").orElseThrow();
        long changes = map.whole("changes").orElse((long) USUAL.changes());
        if (changes < FEWEST || changes > MOST) {
            throw map.error("changes", "has to be from " + FEWEST + " to " + MOST);
        }
        Flapping flapping = new Flapping(
                (int) changes, time(map, "within", USUAL.within()), time(map, "settle_for", USUAL.settleFor()));
        map.requireAllRead();
        return Optional.of(flapping);
    }

    private static Duration time(YamlMap map, String field, Duration otherwise) {
        Duration time = map.duration(field, otherwise);
        boolean fits = time.compareTo(Duration.ZERO) > 0 && time.compareTo(LONGEST) <= 0;
        if (!fits || time.toMillis() % STEP != 0) {
            throw map.error(field, "has to be a multiple of 10s, up to 1d");
        }
        return time;
    }
}
