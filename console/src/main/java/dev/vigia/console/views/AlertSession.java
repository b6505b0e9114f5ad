package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
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
    private final List<TopicReader<Alert>> readers;

    private AlertSession(KafkaSettings kafka) {
        registry = new RegistryClient(kafka.schemaRegistry());
        producer = new ControlProducer(kafka, new AvroSerializer<>(registry), InstantSource.system());
        commands = new AlertCommands(producer);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        readers = List.of(
                new TopicReader<>(
                        new Feed<>(kafka.topics().alerts(), Start.last(2 * TRANSITIONS), alerts(), 0, this::transition),
                        kafka,
                        metrics),
                new TopicReader<>(
                        new Feed<>(kafka.topics().alertsCurrent(), Start.whole(), alerts(), 0, current::accept),
                        kafka,
                        metrics));
    }

    /**
     * Reads what there is.
     *
     * @throws UserException when Kafka or the registry does not answer
     */
    public static AlertSession open(KafkaSettings kafka) {
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
        readers.forEach(TopicReader::start);
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!readers.stream().allMatch(TopicReader::caughtUp)) {
            if (System.nanoTime() > end)
                throw new UserException("Cannot read the alerts: " + TopicReader.problems(readers));
            pause();
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
