package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Requests at an even pace, on a thread of its own, until it is closed. */
final class Load implements AutoCloseable {

    private final Requests requests;
    private final int perSecond;
    private final Telemetry telemetry;
    private final Thread thread = new Thread(this::run, "bench-load");
    private volatile boolean stopped;

    private Load(KafkaSettings kafka, Requests requests, int perSecond) {
        this.requests = requests;
        this.perSecond = perSecond;
        this.telemetry = new Telemetry(kafka);
    }

    static Load start(KafkaSettings kafka, Requests requests, int perSecond) {
        Load load = new Load(kafka, requests, perSecond);
        load.thread.start();
        return load;
    }

    /** Lets it go on for so long. */
    void last(Duration duration) throws InterruptedException {
        Thread.sleep(duration.toMillis());
    }

    private void run() {
        long begun = System.nanoTime();
        for (long sent = 0; !stopped; ) {
            long due = (long) ((System.nanoTime() - begun) / 1e9 * perSecond);
            for (; sent < due && !stopped; sent++) {
                telemetry.send(requests.request(sent, System.currentTimeMillis() * 1_000), Failures::stop);
            }
            LockSupport.parkNanos(500_000);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        telemetry.close();
    }
}
