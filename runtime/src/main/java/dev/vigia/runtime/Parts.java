package dev.vigia.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that run in this process. They are closed in the reverse of the order in which they were started. Thread-safe. */
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

    @Override
    public void close() {
        List<Part> reversed = new ArrayList<>(started);
        Collections.reverse(reversed);
        started.clear();
        reversed.forEach(Parts::close);
    }

    private static void close(Part part) {
        try {
            part.close();
        } catch (RuntimeException e) {
            log.warn("{} did not stop cleanly", part.name(), e);
        }
    }
}
