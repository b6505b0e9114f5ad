package dev.vigia.app;

import dev.vigia.processors.aggregate.Aggregator;
import dev.vigia.runtime.Part;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Map;

/** All processors in a JVM of their own, {@code aggregate} by a simulated clock. Argument: its origin. */
public final class SimulatedMain {

    private SimulatedMain() {}

    @SuppressWarnings("resource") // ends with the process
    public static void main(String[] args) {
        Settings settings = Settings.load();
        Wiring wiring = new Wiring(settings, Map::of);
        wiring.applyRules();
        SimulatedClock clock = new SimulatedClock(Instant.parse(args[0]));
        new Aggregator(settings.kafka(), settings.aggregate(), new SimpleMeterRegistry(), clock).start();
        Wiring.PROCESSORS.stream()
                .filter(name -> !name.equals("aggregate"))
                .map(wiring::processor)
                .forEach(Part::start);
    }
}
