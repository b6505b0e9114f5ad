package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One browser that follows live. What it has not taken yet is kept up to a bound; beyond it the connection is closed, and the
 * browser comes back for what it has missed. Thread-safe.
 */
final class Subscriber {

    private static final int MAX_WAITING_CHARACTERS = 1 << 20;

    private final HttpResponseWriter writer;
    private final Queue<String> waiting = new ArrayDeque<>();
    private long characters;
    private boolean writing;

    Subscriber(HttpResponseWriter writer) {
        this.writer = writer;
    }

    /** @return false when it was too slow and is closed */
    synchronized boolean send(String event) {
        if (characters > MAX_WAITING_CHARACTERS) {
            waiting.clear();
            characters = 0;
            writer.abort();
            return false;
        }
        waiting.add(event);
        characters += event.length();
        if (!writing) writeNext();
        return true;
    }

    void close() {
        writer.close();
    }

    private synchronized void writeNext() {
        String event = waiting.poll();
        if (event != null) characters -= event.length();
        writing = event != null && writer.tryWrite(HttpData.ofUtf8(event));
        // Fails when the browser went away; whoever registered this subscriber hears of that.
        if (writing) writer.whenConsumed().thenRun(this::writeNext);
    }
}
