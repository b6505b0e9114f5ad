package dev.vigia.processors.aggregate;

import dev.vigia.runtime.KafkaSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;

/** An aggregator in a JVM of its own, to be killed. Arguments: brokers, registry, topic prefix, instance. */
public final class AggregateMain {

    private AggregateMain() {}

    @SuppressWarnings("resource") // ends with the process
    public static void main(String[] args) {
        KafkaSettings kafka = new KafkaSettings(args[0], args[1], args[2], 4, 2, (short) 1, Map.of());
        new Aggregator(kafka, AggregateSettings.of(args[3]), new SimpleMeterRegistry(), Clock.systemUTC()).start();
    }
}
