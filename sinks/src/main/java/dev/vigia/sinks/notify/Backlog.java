package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.sinks.notify.Notifier.Job;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * What waits for one receiver, in order. A notification need not be sent while a newer one waits that tells it as well: it ends as
 * that one does. Thread-safe.
 */
final class Backlog {

    /** @param covered what the job tells as well, the oldest first */
    private record Entry(Job job, List<Job> covered) {}

    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final BiPredicate<Notification, Notification> covers;

    /** @param covers whether the first tells the second, an older one, as well */
    Backlog(BiPredicate<Notification, Notification> covers) {
        this.covers = covers;
    }

    synchronized void add(Job job) {
        waiting.addLast(new Entry(job, new ArrayList<>()));
    }

    /** Takes back what was added last. */
    synchronized void removeLast() {
        waiting.removeLast();
    }

    /**
     * Takes out the oldest.
     *
     * @return what it tells as well; empty when it is not to be sent, since a newer one tells it
     */
    synchronized Optional<List<Job>> take() {
        Entry oldest = waiting.removeFirst();
        for (Entry newer : waiting) {
            if (!covers.test(newer.job().notification(), oldest.job().notification())) continue;
            newer.covered().addAll(oldest.covered());
            newer.covered().add(oldest.job());
            return Optional.empty();
        }
        return Optional.of(oldest.covered());
    }
}
