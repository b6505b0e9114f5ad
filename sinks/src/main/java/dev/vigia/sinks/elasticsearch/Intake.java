package dev.vigia.sinks.elasticsearch;

import dev.vigia.sinks.elasticsearch.documents.InvalidRecordException;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Turns records into queued documents, and looks up those that may have been written before: those of the offsets that a
 * predecessor got to, and those whose attempt ended without an answer. For the task's thread only.
 */
final class Intake {

    /**
     * Where records go that are not queued.
     *
     * @param reject makes a dead letter, with a reason
     * @param finish counts it as finished
     */
    record Exits(BiConsumer<Pending, String> reject, BiConsumer<Pending, Fate> finish) {}

    private final WriterSettings settings;
    private final Parts parts;
    private final BulkQueue queue;
    private final Exits exits;
    private final ExistingDocuments existing;
    private final Deque<Pending> doubts = new ArrayDeque<>();

    Intake(WriterSettings settings, Parts parts, BulkQueue queue, Exits exits) {
        this.settings = settings;
        this.parts = parts;
        this.queue = queue;
        this.exits = exits;
        this.existing = new ExistingDocuments(parts.elasticsearch());
    }

    /**
     * Prepares a record.
     *
     * @throws UnavailableException when it has to be prepared again later; nothing has happened to it then
     */
    void prepare(Pending pending, long now) throws UnavailableException {
        Optional<Operation> operation;
        try {
            operation = parts.documents().operation(pending.record());
        } catch (InvalidRecordException e) {
            exits.reject().accept(pending, String.valueOf(e.getMessage()));
            return;
        }
        if (operation.isEmpty()) {
            exits.finish().accept(pending, Fate.SKIPPED);
            return;
        }
        Operation entry = operation.get();
        if (entry.size() > settings.maxDocumentBytes()) {
            exits.reject()
                    .accept(
                            pending,
                            "the document has " + entry.size() + " bytes, and max.document.bytes is "
                                    + settings.maxDocumentBytes());
            return;
        }
        boolean seen = entry.appended() && pending.record().offset() <= writtenUpTo(pending, entry.index());
        pending.operation(entry);
        if (seen) {
            doubts.addLast(pending);
        } else {
            queue.add(pending, now);
        }
    }

    private long writtenUpTo(Pending pending, String stream) throws UnavailableException {
        Assignment assignment = pending.assignment();
        if (assignment.writtenUpTo().isEmpty()) {
            long offset = pending.record().offset();
            assignment.writtenUpTo(existing.writtenUpTo(stream, assignment.partition(), offset));
        }
        return assignment.writtenUpTo().getAsLong();
    }

    /** Something that was sent, and nobody knows what became of it. */
    void doubt(Pending pending) {
        doubts.addLast(pending);
    }

    int doubts() {
        return doubts.size();
    }

    /** Looks up what is in doubt, and queues what is not there. */
    void settleDoubts(long now) throws UnavailableException {
        while (!doubts.isEmpty()) {
            List<Pending> some = sameStream();
            String stream = some.get(0).operation().index();
            if (some.stream().anyMatch(Pending::doubtful)) existing.refresh(stream);
            Set<String> present = existing.present(
                    stream, some.stream().map(p -> p.operation().id()).toList());
            for (Pending pending : some) {
                doubts.removeFirst();
                if (present.contains(pending.operation().id())) {
                    exits.finish().accept(pending, Fate.KNOWN);
                } else {
                    queue.add(pending, now);
                }
            }
        }
    }

    private List<Pending> sameStream() {
        List<Pending> some = new ArrayList<>();
        String stream = doubts.getFirst().operation().index();
        for (Pending pending : doubts) {
            if (some.size() == ExistingDocuments.MAX_IDS) break;
            if (!pending.operation().index().equals(stream)) break;
            some.add(pending);
        }
        return some;
    }

    void removeDoubtsIf(Predicate<Pending> gone) {
        doubts.removeIf(gone);
    }
}
