package dev.vigia.app;

import dev.vigia.runtime.Health;
import dev.vigia.runtime.Part;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A server of the platform (Kafka, the registry, Elasticsearch, Connect) as a part.
 *
 * @param <T> what runs
 */
final class PlatformPart<T extends AutoCloseable> implements Part {

    private final String name;
    private final Supplier<T> starter;
    private final Function<T, Health> health;
    private volatile Optional<T> running = Optional.empty();

    PlatformPart(String name, Supplier<T> starter, Function<T, Health> health) {
        this.name = name;
        this.starter = starter;
        this.health = health;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        running = Optional.of(starter.get());
    }

    /** What runs, once it is started. */
    T get() {
        return running.orElseThrow(() -> new IllegalStateException(name + " is not started"));
    }

    @Override
    public Health health() {
        return running.map(health).orElse(Health.unhealthy("not started"));
    }

    @Override
    public void close() {
        running.ifPresent(server -> {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException(name + " did not stop", e);
            }
        });
        running = Optional.empty();
    }
}
