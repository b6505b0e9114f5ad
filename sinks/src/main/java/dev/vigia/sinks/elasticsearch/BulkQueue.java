package dev.vigia.sinks.elasticsearch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Documents that may be written, gathered into requests. For the task's thread only. */
final class BulkQueue {

    private final WriterSettings settings;
    private final Deque<Pending> ready = new ArrayDeque<>();
    /** Parts of requests that were refused as a whole; they are not to be mixed with others. */
    private final Deque<List<Pending>> parts = new ArrayDeque<>();

    private long bytes;
    private long oldest;

    BulkQueue(WriterSettings settings) {
        this.settings = settings;
    }

    void add(Pending pending, long now) {
        if (ready.isEmpty()) oldest = now;
        ready.addLast(pending);
        bytes += length(pending);
    }

    /** Something that was sent before, and goes first now. */
    void addFirst(Pending pending, long now) {
        if (ready.isEmpty()) oldest = now;
        ready.addFirst(pending);
        bytes += length(pending);
    }

    /** Halves a request, to find what the server does not like about it. */
    void split(List<Pending> request) {
        int middle = request.size() / 2;
        parts.addFirst(request.subList(middle, request.size()));
        parts.addFirst(request.subList(0, middle));
    }

    boolean isEmpty() {
        return ready.isEmpty() && parts.isEmpty();
    }

    /** Whether there is enough for a request. */
    boolean full() {
        return !parts.isEmpty() || ready.size() >= settings.batchSize() || bytes >= settings.bulkBytes();
    }

    /** When a request may go out although it is not full, in milliseconds. */
    long lingersUntil() {
        return oldest + settings.lingerMillis();
    }

    /** The entries of the next request, all for data streams or all for plain indices; none if nothing is there. */
    List<Pending> next(long now) {
        List<Pending> part = parts.pollFirst();
        if (part != null) return part;
        List<Pending> request = new ArrayList<>(Math.min(ready.size(), settings.batchSize()));
        long size = 0;
        while (!ready.isEmpty() && request.size() < settings.batchSize()) {
            if (!request.isEmpty() && appended(ready.getFirst()) != appended(request.get(0))) break;
            size += length(ready.getFirst());
            if (size > settings.bulkBytes() && !request.isEmpty()) break;
            Pending pending = ready.removeFirst();
            bytes -= length(pending);
            request.add(pending);
        }
        oldest = now;
        return request;
    }

    void removeIf(Predicate<Pending> gone) {
        ready.removeIf(pending -> {
            boolean remove = gone.test(pending);
            if (remove) bytes -= length(pending);
            return remove;
        });
        List<List<Pending>> rest = new ArrayList<>();
        for (List<Pending> part : parts) {
            List<Pending> kept = new ArrayList<>(part);
            kept.removeIf(gone);
            if (!kept.isEmpty()) rest.add(kept);
        }
        parts.clear();
        parts.addAll(rest);
    }

    private static int length(Pending pending) {
        return pending.operation().size();
    }

    private static boolean appended(Pending pending) {
        return pending.operation().appended();
    }
}
