package dev.vigia.processors.normalize;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** {@code vigia.normalize.records}, by kind and result. Their sum is the number of foreign records that were read. */
record Counters(Counter accepted, Counter duplicate, Counter dead) {

    static Counters of(MeterRegistry meters, Kind<?> kind) {
        return new Counters(
                counter(meters, kind, "accepted"),
                counter(meters, kind, "duplicate"),
                counter(meters, kind, "dead_letter"));
    }

    private static Counter counter(MeterRegistry meters, Kind<?> kind, String result) {
        return Counter.builder("vigia.normalize.records")
                .description("Foreign records that were read")
                .tag("kind", kind.name())
                .tag("result", result)
                .register(meters);
    }
}
