package dev.vigia.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that run in this process and do not need each other to stop. Thread-safe. */
public final class Parts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private final List<Part> started = new CopyOnWriteArrayList<>();

    /** Starts a part. One that fails to start is closed, and nothing else is. */
    public void start(Part part) {
        try {
            part.start();
        } catch (RuntimeException e) {
            close(part);
            throw e;
        }
        started.add(part);
    }

    /** How each part is, by name, in the order of their start. */
    public Map<String, Health> health() {
        Map<String, Health> all = new LinkedHashMap<>();
        for (Part part : started) all.put(part.name(), part.health());
        return all;
    }

    /** One word for all of them: the worst. */
    public static Health.Status overall(Map<String, Health> parts) {
        return parts.values().stream()
                .map(Health::status)
                .max(Health.Status::compareTo)
                .orElse(Health.Status.HEALTHY);
    }

    /** Closes all at once, as most of it is waiting: for a last request, a last commit, a broker. Returns when all are closed. */
    @Override
    public void close() {
        List<Part> all = List.copyOf(started);
        started.clear();
        CompletableFuture.allOf(all.stream()
                        .map(part -> CompletableFuture.runAsync(() -> close(part), Parts::thread))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private static void thread(Runnable work) {
        new Thread(work, "close").start();
    }

    private static void close(Part part) {
        try {
            part.close();
        } catch (RuntimeException e) {
            log.warn("{} did not stop cleanly", part.name(), e);
        }
    }
}
