package dev.vigia.processors.watch;

import dev.vigia.processors.watch.Figure.Measure;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at consumer groups and connectors every ten seconds, on a thread of its own. What it sees is also this process's own
 * health and metrics: those who watch from outside learn of it when the pipeline, through which alerts come, is what waits.
 */
final class KafkaLookout implements Lookout, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaLookout.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final Optional<Connectors> connectors;
    private final Clock clock;
    private final Map<Measure, MultiGauge> gauges = new EnumMap<>(Measure.class);
    private final ExecutorService background = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "watch-lookout");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable CompletableFuture<Reading> look;
    private long dueNanos = System.nanoTime();

    private volatile SortedMap<Figure, Double> amiss = Collections.emptySortedMap();
    private volatile String trouble = "";

    /** Of the background's thread. */
    private @Nullable KafkaLog log;

    private @Nullable Backlog backlog;

    /** @param connect root of Connect's REST API; empty when nobody is to be asked */
    KafkaLookout(KafkaSettings kafka, Optional<URI> connect, MeterRegistry meters, Clock clock) {
        this.kafka = kafka;
        this.connectors = connect.map(Connectors::new);
        this.clock = clock;
        for (Measure measure : Set.of(Measure.LAG, Measure.DELAY)) {
            gauges.put(measure, MultiGauge.builder(measure.text()).register(meters));
        }
    }

    @Override
    public Optional<Reading> next() {
        CompletableFuture<Reading> running = look;
        if (running == null) {
            if (System.nanoTime() - dueNanos >= 0) {
                dueNanos = System.nanoTime() + EVERY.toNanos();
                look = CompletableFuture.supplyAsync(this::look, background);
            }
            return Optional.empty();
        }
        if (!running.isDone()) return Optional.empty();
        look = null;
        Reading reading = running.join();
        amiss = reading.amiss();
        show(reading.values());
        return Optional.of(reading);
    }

    private Reading look() {
        long now = clock.millis();
        Set<Measure> measured = EnumSet.noneOf(Measure.class);
        SortedMap<Figure, Double> values = new TreeMap<>();
        try {
            values.putAll(backlog().look(now));
            measured.addAll(Set.of(Measure.LAG, Measure.DELAY));
            trouble = "";
        } catch (KafkaException e) {
            if (trouble.isEmpty()) LOG.warn("Cannot look at the consumer groups; trying again: {}", e.toString());
            trouble = "cannot look at the consumer groups: " + e.getMessage();
        }
        connectors.ifPresent(asked -> ask(asked, measured, values));
        return new Reading(now, measured, values);
    }

    private static void ask(Connectors connectors, Set<Measure> measured, SortedMap<Figure, Double> values) {
        try {
            Optional<SortedMap<Figure, Double>> said = connectors.look();
            measured.add(Measure.UNREACHABLE);
            values.put(Figure.of(Measure.UNREACHABLE, Map.of()), said.isEmpty() ? 1.0 : 0.0);
            said.ifPresent(figures -> {
                measured.addAll(Set.of(Measure.PAUSED, Measure.FAILED));
                values.putAll(figures);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Backlog backlog() {
        Backlog known = backlog;
        if (known == null) {
            KafkaLog opened = new KafkaLog(kafka);
            log = opened;
            backlog = known = new Backlog(opened);
        }
        return known;
    }

    private void closeLog() {
        KafkaLog opened = log;
        if (opened != null) opened.close();
    }

    private void show(SortedMap<Figure, Double> values) {
        gauges.forEach((measure, gauge) -> gauge.register(
                values.entrySet().stream()
                        .filter(one -> one.getKey().measure() == measure)
                        .<Row<?>>map(one -> Row.of(tags(one.getKey()), one.getValue()))
                        .toList(),
                true));
    }

    private static Tags tags(Figure figure) {
        return Tags.of(figure.attributes().entrySet().stream()
                .map(attribute -> Tag.of(attribute.getKey(), attribute.getValue()))
                .toList());
    }

    @Override
    public void rest() {
        look = null;
        amiss = Collections.emptySortedMap();
        show(Collections.emptySortedMap());
        trouble = "";
    }

    /** Degraded while something waits for long, is paused or has failed, or it cannot see. */
    Health health() {
        if (!trouble.isEmpty()) return Health.degraded(trouble);
        return amiss.entrySet().stream()
                .filter(one -> one.getKey().measure() != Measure.LAG)
                .map(KafkaLookout::line)
                .findFirst()
                .map(Health::degraded)
                .orElse(Health.healthy());
    }

    private static String line(Map.Entry<Figure, Double> one) {
        Figure figure = one.getKey();
        String of = figure.attributes().isEmpty() ? "" : " of " + figure.attributes();
        return figure.measure().text() + of + " is " + Math.round(one.getValue());
    }

    @Override
    public void close() {
        CompletableFuture<Void> closed = CompletableFuture.runAsync(this::closeLog, background);
        background.shutdown();
        closed.join();
    }
}
