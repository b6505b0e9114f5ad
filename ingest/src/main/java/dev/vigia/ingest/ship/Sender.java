package dev.vigia.ingest.ship;

import dev.vigia.runtime.Durations;
import dev.vigia.runtime.UserException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sends batches in order, each until it is accepted, while the next ones are made. {@link #send} waits when too many are ready, so
 * memory stays bounded however slow the gateway is. Used by one thread.
 */
final class Sender implements AutoCloseable {

    private static final String PATH = "/ingest/logs";
    private static final int READY = 4;

    private final GatewayClient client;
    private final RetryPolicy retries;
    private final ShipProgress progress;
    private final ExecutorService thread;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private Optional<Batch.Place> last = Optional.empty();
    private long accepted;

    /** Set by the thread when a batch could not be delivered: none after it is sent then. */
    private boolean broken;

    private record Pending(Batch batch, Future<?> done) {}

    Sender(GatewayClient client, RetryPolicy retries, ShipProgress progress) {
        this.client = client;
        this.retries = retries;
        this.progress = progress;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread sender = new Thread(task, "vigia-ship-sender");
            sender.setDaemon(true);
            return sender;
        });
    }

    /** @throws UserException when this or an earlier batch was refused, or the gateway stays away */
    void send(Batch batch) throws InterruptedException {
        batch.close();
        pending.add(new Pending(batch, thread.submit(() -> deliver(batch))));
        while (pending.size() >= READY
                || (!pending.isEmpty() && pending.element().done().isDone())) await();
    }

    /** Waits until everything sent so far is accepted. */
    void drain() throws InterruptedException {
        while (!pending.isEmpty()) await();
    }

    /** Records accepted so far, in the order of the files and without a gap. */
    long accepted() {
        return accepted;
    }

    private void await() throws InterruptedException {
        Pending first = pending.element();
        try {
            first.done().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UserException problem) {
                throw new UserException(problem.getMessage() + "; " + howFar(), problem);
            }
            throw new IllegalStateException(e.getCause());
        }
        pending.remove();
        accepted += first.batch().size();
        last = Optional.of(first.batch().last());
        progress.accepted(first.batch().size());
    }

    private String howFar() {
        return last.map(it -> "accepted were " + accepted + " records, up to " + it)
                .orElse("no record was accepted");
    }

    private Void deliver(Batch batch) throws InterruptedException {
        if (broken) throw new IllegalStateException("a batch before this one could not be delivered");
        broken = true;
        deliverUntilAccepted(batch);
        broken = false;
        return null;
    }

    private void deliverUntilAccepted(Batch batch) throws InterruptedException {
        long deadline = System.nanoTime() + retries.giveUpAfter().toNanos();
        for (int attempt = 1; ; attempt++) {
            GatewayClient.Answer answer = client.post(PATH, batch.bytes());
            if (answer instanceof GatewayClient.Answer.Accepted) return;
            if (answer instanceof GatewayClient.Answer.Refused refused) throw Refusal.of(refused, batch);
            if (answer instanceof GatewayClient.Answer.Busy busy) pause(busy, attempt, deadline);
        }
    }

    private void pause(GatewayClient.Answer.Busy busy, int attempt, long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        Duration pause = busy.after().orElse(retries.pause(attempt));
        if (left <= 0 || pause.toNanos() > left) {
            throw new UserException("gave up after " + Durations.format(retries.giveUpAfter()) + ": the gateway at "
                    + client.address() + " does not take records (" + busy.why() + ")");
        }
        progress.waiting("the gateway at " + client.address() + " does not take records now (" + busy.why()
                + "); trying again for " + Durations.format(retries.giveUpAfter()));
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
