package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.RunningKafka;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Alerts, their last transitions, and a desk to act at, straight from Kafka: for who comes, looks, acts and goes. */
public final class AlertSession implements AutoCloseable {

    private static final int MAX_ALERTS = 20_000;
    private static final int TRANSITIONS = 2_000;
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final CurrentAlerts current = new CurrentAlerts(MAX_ALERTS);
    private final AlertHistory history = new AlertHistory(TRANSITIONS);
    private final RegistryClient registry;
    private final ControlProducer producer;
    private final AlertCommands commands;
    private final KafkaSettings kafka;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TopicReader<Alert> currentReader;
    private final List<TopicReader<Alert>> readers;

    private AlertSession(KafkaSettings kafka) {
        this.kafka = kafka;
        registry = new RegistryClient(kafka.schemaRegistry());
        producer = new ControlProducer(kafka, new AvroSerializer<>(registry), InstantSource.system());
        commands = new AlertCommands(producer);
        currentReader = new TopicReader<>(
                new Feed<>(kafka.topics().alertsCurrent(), Start.whole(), alerts(), 0, current::accept),
                kafka,
                metrics);
        readers = List.of(
                new TopicReader<>(
                        new Feed<>(kafka.topics().alerts(), Start.last(2 * TRANSITIONS), alerts(), 0, this::transition),
                        kafka,
                        metrics),
                currentReader);
    }

    /**
     * Reads what there is.
     *
     * @throws UserException when Kafka or the registry does not answer, or Kafka was not set up
     */
    public static AlertSession open(KafkaSettings kafka) {
        RunningKafka.require(kafka);
        AlertSession session = new AlertSession(kafka);
        try {
            session.catchUp();
            return session;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private AvroDeserializer<Alert> alerts() {
        return new AvroDeserializer<>(registry, Alert.class);
    }

    private void transition(Received<Alert> received) {
        received.value().ifPresent(alert -> {
            history.accept(alert);
            current.accept(received);
            commands.accept(alert);
        });
    }

    private void catchUp() {
        if (!catchUp(readers)) throw new UserException("Cannot read the alerts: " + TopicReader.problems(readers));
    }

    private static boolean catchUp(List<? extends TopicReader<?>> readers) {
        readers.forEach(TopicReader::start);
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!readers.stream().allMatch(TopicReader::caughtUp)) {
            if (System.nanoTime() > end) return false;
            pause();
        }
        return true;
    }

    /** Reads who was told of an alert's present episode; says so where that was not to be had in time. */
    public Told told(Alert alert) {
        DecisionFeed feed = new DecisionFeed(currentReader, current, delivery -> {}, registry, kafka, metrics);
        try {
            boolean unused = catchUp(feed.readers());
            return feed.of(alert);
        } finally {
            feed.readers().parallelStream().forEach(TopicReader::close);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Interrupted before the alerts were read.", e);
        }
    }

    public CurrentAlerts current() {
        return current;
    }

    public AlertHistory history() {
        return history;
    }

    public AlertDesk desk() {
        return new AlertDesk(current, history, commands);
    }

    @Override
    public void close() {
        readers.parallelStream().forEach(TopicReader::close);
        producer.close();
        registry.close();
    }
}
