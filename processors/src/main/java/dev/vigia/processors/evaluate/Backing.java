package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Window.Seen;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Spec;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.avro.OffsetRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says which records stand behind what is told of a window. */
final class Backing {

    private Backing() {}

    /** @param topics that rules read */
    static Evidence of(Rule rule, Window window, Topics topics) {
        List<OffsetRange> ranges = new ArrayList<>();
        List<Exemplar> exemplars = new ArrayList<>();
        if (window.parts().isEmpty()) {
            add(window, rule.source().topic(topics).name(), ranges, exemplars);
            return new Evidence(window.totals().count(), ranges, exemplars);
        }
        long count = 0;
        for (Seen seen : widest(window.parts())) {
            add(seen.window(), seen.rule().source().topic(topics).name(), ranges, exemplars);
            count += seen.window().totals().count();
        }
        return new Evidence(count, ranges, exemplars);
    }

    /** Of parts that count the same records, the one that looks back furthest. */
    private static Iterable<Seen> widest(List<Seen> parts) {
        Map<Spec, Seen> widest = new LinkedHashMap<>();
        for (Seen seen : parts) {
            widest.merge(
                    Spec.of(seen.rule()),
                    seen,
                    (one, other) -> one.window().start() <= other.window().start() ? one : other);
        }
        return widest.values();
    }

    private static void add(Window window, String topic, List<OffsetRange> ranges, List<Exemplar> exemplars) {
        Origins origins = window.origins();
        origins.ranges()
                .forEach((partition, range) ->
                        ranges.add(new OffsetRange(topic, partition, range.from(), range.to(), range.count())));
        origins.exemplars().forEach(sample -> exemplars.add(new Exemplar(topic, sample.partition(), sample.offset())));
    }
}
