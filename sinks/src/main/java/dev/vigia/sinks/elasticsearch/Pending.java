package dev.vigia.sinks.elasticsearch;

import dev.vigia.sinks.Offsets;
import dev.vigia.sinks.RawRecord;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.util.Optional;

/** One record on its way to Elasticsearch. For the task's thread only. */
final class Pending {

    private final RawRecord record;
    private final Assignment assignment;
    private final Offsets.Tracked tracked;
    private Optional<Operation> operation = Optional.empty();
    private Optional<String> rejection = Optional.empty();
    private boolean maybeWritten;
    private boolean blocked;
    private int failures;
    private long due;

    Pending(RawRecord record, Assignment assignment, Offsets.Tracked tracked) {
        this.record = record;
        this.assignment = assignment;
        this.tracked = tracked;
    }

    RawRecord record() {
        return record;
    }

    Assignment assignment() {
        return assignment;
    }

    void operation(Operation found) {
        operation = Optional.of(found);
    }

    /** @throws java.util.NoSuchElementException before it was prepared */
    Operation operation() {
        return operation.orElseThrow();
    }

    /** Bytes that it takes in memory, roughly. */
    long size() {
        return (long) record.size() + operation.map(Operation::size).orElse(0);
    }

    /** Why it has to become a dead letter, once that is decided. */
    Optional<String> rejection() {
        return rejection;
    }

    void reject(String reason) {
        rejection = Optional.of(reason);
    }

    /** An attempt to write it went wrong in a way that leaves open whether it was written. */
    void maybeWritten() {
        maybeWritten = true;
    }

    /** Whether it has to be looked up before it is written again. */
    boolean doubtful() {
        return maybeWritten && operation.filter(Operation::appended).isPresent();
    }

    void block(String reason) {
        if (!blocked) assignment.block(reason);
        blocked = true;
    }

    /** Counts a failure, and puts it off. */
    int failed() {
        return ++failures;
    }

    void due(long millis) {
        due = millis;
    }

    long due() {
        return due;
    }

    /** Nothing more is to be done about it. */
    void finished(Fate fate) {
        if (blocked) assignment.unblock();
        blocked = false;
        tracked.done(fate.ordinal());
    }
}
