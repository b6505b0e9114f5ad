package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whose data time something goes by: that of one source, or the lowest of several, which a rule has whose parts read different
 * ones. Each rule has one clock. The numbers of the first three are those of the sources, as older state has them.
 */
enum Clock {
    LOGS(Source.LOGS),
    METRICS(Source.METRICS),
    SPANS(Source.SPANS),
    LOGS_METRICS(Source.LOGS, Source.METRICS),
    LOGS_SPANS(Source.LOGS, Source.SPANS),
    METRICS_SPANS(Source.METRICS, Source.SPANS),
    ALL(Source.LOGS, Source.METRICS, Source.SPANS);

    private final Set<Source> sources;

    Clock(Source... sources) {
        this.sources = Collections.unmodifiableSet(EnumSet.copyOf(List.of(sources)));
    }

    static Clock of(Source source) {
        return switch (source) {
            case LOGS -> LOGS;
            case METRICS -> METRICS;
            case SPANS -> SPANS;
        };
    }

    static Clock of(Rule rule) {
        Set<Source> read = EnumSet.noneOf(Source.class);
        rule.counted().forEach(part -> read.add(part.source()));
        for (Clock clock : values()) if (clock.sources.equals(read)) return clock;
        throw new IllegalArgumentException("rule " + rule.id() + " reads nothing");
    }

    /** Each of the sources. */
    Set<Source> sources() {
        return sources;
    }
}
