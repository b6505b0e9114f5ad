package dev.vigia.processors.aggregate;

import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Part;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds logs, metrics and spans into deltas, exactly once. It runs sessions on a thread of its own; whatever ends one, for
 * instance a rebalance or a registry that does not answer, the next begins where the last transaction ended.
 */
public final class Aggregator implements Part {

    private static final Logger LOG = LoggerFactory.getLogger(Aggregator.class);

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration LAST_BACK_OFF = Duration.ofSeconds(5);
    /** A session that works commits once a second or more often. */
    private static final Duration QUIET_TOO_LONG = Duration.ofSeconds(15);

    /** The same fault is not logged again for this long. */
    private static final Duration TOLD_FOR = Duration.ofMinutes(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Environment environment;
    private final AggregateMetrics metrics;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile String fault = "";
    private volatile long workedNanos = System.nanoTime();
    private String reported = "";
    private long reportedNanos;

    /** @param clock what records are old or of the future by, and what idle partitions' watermarks go by */
    public Aggregator(KafkaSettings kafka, AggregateSettings settings, MeterRegistry meters, Clock clock) {
        RegistryClient registry = new RegistryClient(kafka.schemaRegistry());
        this.environment = new Environment(kafka, settings, registry, clock);
        this.metrics = new AggregateMetrics(meters);
    }

    @Override
    public String name() {
        return "aggregate";
    }

    @Override
    public void start() {
        Thread started = new Thread(this::run, "aggregate");
        thread = started;
        started.start();
    }

    private void run() {
        Duration backOff = FIRST_BACK_OFF;
        while (!stopping()) {
            long begun = System.nanoTime();
            metrics.sessions.increment();
            try (AggregateSession session = session()) {
                session.run(this::stopping, this::worked);
            } catch (RuntimeException e) {
                report(e);
            }
            boolean wentWell = workedNanos > begun;
            backOff = wentWell ? FIRST_BACK_OFF : min(backOff.multipliedBy(2), LAST_BACK_OFF);
            pause(backOff);
        }
    }

    private AggregateSession session() {
        Clients clients = Clients.create(environment);
        try {
            return new AggregateSession(environment, metrics, clients);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    private void worked() {
        workedNanos = System.nanoTime();
        fault = "";
    }

    private void report(RuntimeException e) {
        String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
        boolean told = reason.equals(reported) && System.nanoTime() - reportedNanos < TOLD_FOR.toNanos();
        if (!told) {
            LOG.warn("aggregate begins again from the last commit: {}", reason);
            reported = reason;
            reportedNanos = System.nanoTime();
        }
        LOG.debug("aggregate begins again", e);
        fault = reason;
    }

    private boolean stopping() {
        return stop.getCount() == 0;
    }

    private void pause(Duration duration) {
        try {
            if (stop.await(duration.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public Health health() {
        Thread running = thread;
        if (running == null) return Health.unhealthy("not started");
        if (!running.isAlive()) return Health.unhealthy(stopping() ? "stopped" : "died: " + fault);
        String reason = fault;
        if (!reason.isEmpty()) return Health.degraded("begins again: " + reason);
        long quiet = Duration.ofNanos(System.nanoTime() - workedNanos).toSeconds();
        return quiet < QUIET_TOO_LONG.toSeconds()
                ? Health.healthy()
                : Health.degraded("nothing was committed for " + quiet + " s");
    }

    @Override
    public void close() {
        stop.countDown();
        Thread running = thread;
        try {
            if (running != null) running.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        environment.registry().close();
    }
}
