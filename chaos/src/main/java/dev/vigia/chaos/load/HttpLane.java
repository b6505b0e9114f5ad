package dev.vigia.chaos.load;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An application that posts to the gateways in turns. Records with an id are sent again until they are acknowledged, others
 * once: an answer that does not come would double them.
 */
final class HttpLane extends Lane {

    private static final int MOST_IN_FLIGHT = 32;
    private static final int LARGEST_REQUEST = 100;
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final long RETRY_MILLIS = 200;
    /** After the last record was sent, records with an id are tried for so long. */
    private static final Duration LAST_ATTEMPTS = Duration.ofMinutes(2);

    private final List<URI> gateways;
    private final boolean untilAcknowledged;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final AtomicInteger turn = new AtomicInteger();
    private volatile long giveUpNanos = Long.MAX_VALUE;

    /** What a gateway has to take. */
    private record Batch(byte[] body, List<RecordId> ids) {}

    /** @param untilAcknowledged whether records have an id */
    HttpLane(Plan plan, double rate, List<URI> gateways, boolean untilAcknowledged) {
        super(plan, rate);
        String path = "/ingest/" + (plan.signal() == Signal.LOGS ? "logs" : "metrics");
        this.gateways = gateways.stream().map(it -> it.resolve(path)).toList();
        this.untilAcknowledged = untilAcknowledged;
    }

    @Override
    void send(int records) throws InterruptedException {
        for (int left = records; left > 0; left -= LARGEST_REQUEST) {
            inFlight.acquire();
            attempt(batch(Math.min(left, LARGEST_REQUEST)));
        }
    }

    private Batch batch(int records) {
        StringBuilder body = new StringBuilder();
        List<RecordId> ids = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            RecordId id = nextId();
            ids.add(id);
            var json = Signal.json(make(id));
            if (untilAcknowledged) json.put("id", id.text());
            body.append(json).append('\n');
        }
        return new Batch(body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), ids);
    }

    private void attempt(Batch batch) {
        URI gateway = gateways.get(Math.floorMod(turn.getAndIncrement(), gateways.size()));
        HttpRequest request = HttpRequest.newBuilder(gateway)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(batch.body()))
                .build();
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, error) -> answered(batch, answer, error));
    }

    private void answered(Batch batch, @Nullable HttpResponse<Void> answer, @Nullable Throwable error) {
        int status = answer == null ? 0 : answer.statusCode();
        if (status == 200) {
            batch.ids().forEach(id -> journal().acknowledged(id.number()));
        } else if (untilAcknowledged && System.nanoTime() < giveUpNanos) {
            Executor later = CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS);
            later.execute(() -> attempt(batch));
            return;
        } else if (!untilAcknowledged && nothingWasWritten(status, error)) {
            batch.ids().forEach(id -> journal().refused(id.number()));
        }
        inFlight.release();
    }

    private static boolean nothingWasWritten(int status, @Nullable Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) return true;
        }
        return status / 100 == 4;
    }

    @Override
    public void close() {
        giveUpNanos = System.nanoTime() + LAST_ATTEMPTS.toNanos();
        try {
            inFlight.acquire(MOST_IN_FLIGHT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
