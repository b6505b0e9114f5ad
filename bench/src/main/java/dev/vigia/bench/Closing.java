package dev.vigia.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.utils.Utils;

/** Closes what was added to it, the last first. */
final class Closing implements AutoCloseable {

    private final Deque<AutoCloseable> added = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T closeable) {
        added.push(closeable);
        return closeable;
    }

    @Override
    public void close() {
        while (!added.isEmpty()) Utils.closeQuietly(added.pop(), "what a benchmark has started");
    }
}
