package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who was told, as far as {@code decisions} and {@code deliveries} have been read. Alerts are read first, since it is theirs to say
 * what may be forgotten, and deliveries last, since a decision says which of them are wanted.
 */
public final class DecisionFeed {

    /** About 1 KB each, with what came of it. */
    private static final int KEPT = 40_000;

    /** Deliveries that come before their decision, and heartbeats. */
    private static final int OTHERS = 10_000;

    /** What is read at the start: transaction markers are among them, and most of it is on episodes that are over. */
    private static final int DECISIONS = 100_000;

    /** An attempt has two: that it begins, and how it ended. */
    private static final int DELIVERIES = 2 * DECISIONS;

    private final Decisions decisions;
    private final CurrentAlerts current;
    private final List<TopicReader<?>> readers;
    private final InstantSource clock = InstantSource.system();

    /**
     * @param alerts who says first which episodes are open; by {@code current}
     * @param delivered who else hears of deliveries
     */
    DecisionFeed(
            TopicReader<Alert> alerts,
            CurrentAlerts current,
            Consumer<Delivery> delivered,
            RegistryClient registry,
            KafkaSettings kafka,
            MeterRegistry metrics) {
        this.current = current;
        this.decisions = new Decisions(KEPT, OTHERS, current::isOpen);
        Feed<DispatchDecision> decided = Feed.ofValues(
                kafka.topics().decisions(),
                Start.last(DECISIONS),
                new AvroDeserializer<>(registry, DispatchDecision.class),
                decisions::accept);
        Feed<Delivery> deliveries = Feed.ofValues(
                kafka.topics().deliveries(),
                Start.last(DELIVERIES),
                new AvroDeserializer<>(registry, Delivery.class),
                delivery -> {
                    delivered.accept(delivery);
                    decisions.accept(delivery);
                });
        TopicReader<DispatchDecision> first = new TopicReader<>(decided, kafka, metrics).after(alerts);
        this.readers = List.of(first, new TopicReader<>(deliveries, kafka, metrics).after(first));
    }

    List<TopicReader<?>> readers() {
        return readers;
    }

    /** Alerts that are on and inhibit an alert, by their ids; as far as is known, and none before dispatch has looked at it. */
    public List<String> inhibitedBy(Alert alert) {
        return decisions.inhibitedBy(alert).stream().filter(current::isOn).toList();
    }

    /** What is known of an alert's present episode. */
    public Told of(Alert alert) {
        // Asked first: what comes while the answer is made may be missing in it.
        String problems = TopicReader.problems(readers);
        boolean leftOut = readers.stream().anyMatch(reader -> Decisions.mayHaveBegunBy(alert, reader.readFrom()));
        Told told = decisions.of(alert, clock.millis());
        if (!problems.isEmpty()) return told.missing("not all of it has been read (" + problems + ")");
        return leftOut ? told.missing("what was decided long ago is not read any more") : told;
    }
}
