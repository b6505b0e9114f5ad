package dev.vigia.sinks.elasticsearch;

import dev.vigia.schemas.serde.RegistryUnavailableException;
import dev.vigia.sinks.Mailbox;
import dev.vigia.sinks.Offsets;
import dev.vigia.sinks.RawRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes records and sees each of them through: {@code received → (looked up →) queued → in flight → finished}, with
 * {@code delayed} in between when something has to be tried again. Nothing is ever waited for record by record; what other
 * threads report goes through a {@link Mailbox}, so everything here is for the task's thread only.
 */
final class BulkWriter {

    private static final long BLOCK_MILLIS = 1_000;
    private static final long SOON_MILLIS = 10;

    private final WriterSettings settings;
    private final Parts parts;
    private final Mailbox mailbox = new Mailbox();
    private final Offsets offsets;
    private final Map<TopicPartition, Assignment> assignments = new HashMap<>();
    private final Templates templates;
    private final Outage outage;
    private final Intake intake;
    private final DeadLetterDesk rejects;

    private final Deque<Pending> received = new ArrayDeque<>();
    private final BulkQueue queue;
    private final PriorityQueue<Pending> delayed = new PriorityQueue<>(Comparator.comparingLong(Pending::due));

    private int inFlight;
    private int buffered;
    private long bufferedBytes;

    BulkWriter(WriterSettings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
        this.offsets = new Offsets(parts.acknowledgements()::tally);
        this.templates = new Templates(parts.elasticsearch());
        this.outage = new Outage(settings, parts.metrics(), parts.clock());
        this.queue = new BulkQueue(settings);
        this.rejects = new DeadLetterDesk(parts, mailbox, new DeadLetterDesk.Exits(this::finish, this::delay));
        this.intake = new Intake(settings, parts, queue, new Intake.Exits(rejects::reject, this::finish));
    }

    /** Takes records, and waits for a moment when there are too many already. */
    void put(Collection<RawRecord> records) {
        parts.metrics().received.add(records.size());
        for (RawRecord record : records) {
            Assignment assignment = assignments.computeIfAbsent(record.partition(), Assignment::new);
            Pending pending = new Pending(record, assignment, offsets.received(record.partition(), record.offset()));
            received.addLast(pending);
            buffered++;
            bufferedBytes += record.size();
        }
        advance();
        long deadline = parts.clock().millis() + BLOCK_MILLIS;
        while (full()
                && parts.clock().millis() < deadline
                && !Thread.currentThread().isInterrupted()) {
            mailbox.await(Math.min(
                    Math.max(callAgainIn(), 1), deadline - parts.clock().millis()));
            advance();
        }
    }

    /** Does what can be done now. */
    void advance() {
        mailbox.run();
        if (outage.remaining() > 0) return;
        try {
            templates.install();
            wake();
            while (!received.isEmpty()) {
                prepareFirst();
                if (queue.full()) send();
            }
            intake.settleDoubts(parts.clock().millis());
            if (queue.isEmpty() && inFlight == 0) outage.over();
        } catch (UnavailableException | RegistryUnavailableException e) {
            outage.failed(String.valueOf(e.getMessage()));
            return;
        }
        send();
    }

    private void prepareFirst() throws UnavailableException {
        Pending pending = received.getFirst();
        long before = pending.size();
        intake.prepare(pending, parts.clock().millis());
        bufferedBytes += pending.size() - before;
        received.removeFirst();
    }

    private void wake() {
        long now = parts.clock().millis();
        while (!delayed.isEmpty() && delayed.peek().due() <= now) {
            Pending pending = delayed.remove();
            if (pending.rejection().isPresent()) {
                rejects.reject(pending, pending.rejection().get());
            } else {
                retry(pending);
            }
        }
    }

    private void retry(Pending pending) {
        parts.metrics().retries.increment();
        if (pending.assignment().lost()) {
            finish(pending, Fate.GIVEN_UP);
        } else if (pending.doubtful()) {
            intake.doubt(pending);
        } else {
            queue.addFirst(pending, parts.clock().millis());
        }
    }

    private void send() {
        while (inFlight < (outage.active() ? 1 : settings.maxInFlight()) && mayGo()) {
            List<Pending> request = queue.next(parts.clock().millis());
            flying(1);
            parts.metrics().bulks.increment();
            parts.elasticsearch()
                    .bulk(
                            request.stream().map(Pending::operation).toList(),
                            result -> mailbox.post(() -> landed(request, result)));
        }
    }

    private boolean mayGo() {
        if (queue.isEmpty()) return false;
        return queue.full()
                || inFlight == 0
                || queue.lingersUntil() <= parts.clock().millis();
    }

    private void flying(int more) {
        inFlight += more;
        parts.metrics().inFlight(inFlight);
    }

    private void landed(List<Pending> request, BulkResult result) {
        flying(-1);
        if (result instanceof BulkResult.Answered answered) {
            outage.over();
            for (int i = 0; i < request.size(); i++) {
                answered(request.get(i), answered.items().get(i));
            }
        } else if (result instanceof BulkResult.Unavailable unavailable) {
            outage.failed(unavailable.reason());
            request.forEach(pending -> {
                if (unavailable.maybeWritten()) pending.maybeWritten();
                retry(pending);
            });
        } else if (result instanceof BulkResult.Refused refused) {
            if (request.size() > 1) {
                queue.split(request);
            } else {
                rejects.reject(request.get(0), refused.reason());
            }
        }
    }

    private void answered(Pending pending, ItemResult result) {
        if (result instanceof ItemResult.Written) {
            finish(pending, Fate.WRITTEN);
        } else if (result instanceof ItemResult.Known) {
            finish(pending, Fate.KNOWN);
        } else if (pending.assignment().lost()) {
            finish(pending, Fate.GIVEN_UP);
        } else if (result instanceof ItemResult.Rejected rejected) {
            rejects.reject(pending, rejected.reason());
        } else if (result instanceof ItemResult.Retry retry) {
            if (retry.maybeWritten()) pending.maybeWritten();
            delay(pending);
        } else if (result instanceof ItemResult.Blocked blocked) {
            templates.checkAgain();
            pending.block(blocked.reason());
            delay(pending);
        }
    }

    private void delay(Pending pending) {
        pending.due(parts.clock().millis() + settings.backoff(pending.failed()));
        delayed.add(pending);
    }

    private void finish(Pending pending, Fate fate) {
        pending.finished(fate);
        parts.metrics().finished(fate);
        buffered--;
        bufferedBytes -= pending.size();
    }

    /** Whether no more records should come in. */
    boolean full() {
        return buffered >= settings.maxBufferedRecords() || bufferedBytes >= settings.maxBufferedBytes();
    }

    /** Whether there is room again, with some distance from {@link #full()}. */
    boolean hasRoom() {
        return buffered <= settings.maxBufferedRecords() / 2 && bufferedBytes <= settings.maxBufferedBytes() / 2;
    }

    /** Whether no more records of the partition should come in, however much room there is. */
    boolean stuck(TopicPartition partition) {
        Assignment assignment = assignments.get(partition);
        return assignment != null && (assignment.blocked() || offsets.open(partition) >= settings.maxBufferedRecords());
    }

    /** In how many milliseconds {@link #advance()} has something to do, if nothing else comes in; very many for never. */
    long callAgainIn() {
        if (outage.active()) return Math.max(outage.remaining(), SOON_MILLIS);
        if (inFlight > 0 || !received.isEmpty() || !queue.isEmpty() || intake.doubts() > 0) return SOON_MILLIS;
        if (!delayed.isEmpty()) {
            return Math.max(delayed.element().due() - parts.clock().millis(), SOON_MILLIS);
        }
        return buffered > 0 ? 10 * SOON_MILLIS : Long.MAX_VALUE;
    }

    /** Has what is done counted. */
    void tally() {
        offsets.advance();
    }

    /** How far each partition is done without a gap. */
    Map<TopicPartition, OffsetAndMetadata> committable() {
        return offsets.committable();
    }

    /**
     * Gives partitions up. Waits a while for what is on its way: when the next task looks up what is there, nothing should
     * still be coming.
     */
    void lose(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Assignment assignment = assignments.remove(partition);
            if (assignment != null) assignment.lose();
        }
        received.removeIf(this::gone);
        delayed.removeIf(this::gone);
        queue.removeIf(this::gone);
        intake.removeDoubtsIf(this::gone);
        long deadline = parts.clock().millis() + settings.flushTimeoutMillis();
        while (inFlight > 0 && parts.clock().millis() < deadline) {
            if (!mailbox.await(deadline - parts.clock().millis())) break;
        }
        offsets.forget(partitions);
    }

    private boolean gone(Pending pending) {
        boolean lost = pending.assignment().lost();
        if (lost) finish(pending, Fate.GIVEN_UP);
        return lost;
    }
}
