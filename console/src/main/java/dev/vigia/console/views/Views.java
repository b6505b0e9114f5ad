package dev.vigia.console.views;

import dev.vigia.console.ConsoleSettings;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All views, and the readers that feed them. */
public final class Views implements AutoCloseable {

    private static final int MAX_ALERTS = 20_000;
    private static final int MAX_SERIES = 5_000;
    /** Every partition is told about once a second: minutes of some hundred partitions. */
    private static final int LEDGER_RECORDS = 20_000;
    /** A tick is among them: there is one a second, and transitions come in between. */
    private static final int DISPATCH_SIGNALS = 1_000;

    /** Messages of chats that can be replied to. */
    private static final int TOLD = 5_000;

    private final CurrentAlerts current = new CurrentAlerts(MAX_ALERTS);
    private final AlertHistory history;
    private final Rollups rollups = new Rollups(InstantSource.system(), MAX_SERIES);
    private final Services services = new Services(rollups, InstantSource.system());
    private final LogTail logs;
    private final Balances balances = new Balances();
    private final Counting counting = new Counting(balances, InstantSource.system());
    private final Ticks ticks = new Ticks(InstantSource.system());
    private final RegistryClient registry;
    private final EvidenceReader evidence;
    private final ControlProducer producer;
    private final ControlWriter control;
    private final PostProducer posts;
    private final AlertCommands commands;
    private final Silences silences = new Silences(InstantSource.system());
    private final ToldAlerts told = new ToldAlerts(TOLD);
    private final Overrides overrides = new Overrides(InstantSource.system());
    private final DecisionFeed decisions;
    private final EpisodeFeed episodes;
    private final TopicReader<Alert> alertsReader;
    private final List<TopicReader<?>> readers;

    private volatile Consumer<Alert> listener = alert -> {};

    public Views(ConsoleSettings settings, KafkaSettings kafka, MeterRegistry metrics) {
        Topics topics = kafka.topics();
        history = new AlertHistory(settings.alertTransitions());
        logs = new LogTail(settings.logLines());
        registry = new RegistryClient(kafka.schemaRegistry());
        evidence = new EvidenceReader(
                kafka,
                Map.of(
                        topics.logs(), avro(Log.class),
                        topics.metrics(), avro(Metric.class),
                        topics.spans(), avro(Span.class)));
        producer = new ControlProducer(kafka, new AvroSerializer<>(registry), InstantSource.system());
        control = new ControlWriter(producer);
        commands = new AlertCommands(producer);
        posts = new PostProducer(kafka, new AvroSerializer<>(registry), InstantSource.system());
        // Twice as many as are kept, since every transaction leaves a marker behind.
        Start transitions = Start.last(2 * settings.alertTransitions());
        alertsReader = new TopicReader<>(
                new Feed<>(topics.alerts(), transitions, avro(Alert.class), 0, this::transition), kafka, metrics);
        Gauge.builder("vigia.console.tick.age", () -> ticks.age().toMillis() / 1e3)
                .description("seconds since control wrote its last tick")
                .baseUnit("seconds")
                .register(metrics);
        TopicReader<Alert> currentReader = new TopicReader<>(
                new Feed<>(topics.alertsCurrent(), Start.whole(), avro(Alert.class), 0, current::accept),
                kafka,
                metrics);
        decisions = new DecisionFeed(currentReader, current, told::accept, registry, kafka, metrics);
        episodes = new EpisodeFeed(currentReader, registry, kafka, metrics);
        Start lastHour = Start.since(Rollups.KEPT, InstantSource.system());
        List<TopicReader<?>> all = new ArrayList<>(List.of(
                alertsReader,
                reader(topics.control(), Start.whole(), Control.class, this::said, kafka, metrics),
                currentReader,
                new TopicReader<>(
                        new Feed<>(topics.rollups(), lastHour, avro(Rollup.class), 0, rollups::accept), kafka, metrics),
                reader(topics.ledger(), Start.last(LEDGER_RECORDS), Balance.class, balances::accept, kafka, metrics),
                reader(
                        topics.dispatchSignals(),
                        Start.last(DISPATCH_SIGNALS),
                        DispatchSignal.class,
                        ticks::accept,
                        kafka,
                        metrics),
                new TopicReader<>(
                        new Feed<>(
                                topics.logs(),
                                Start.last(settings.logLines()),
                                avro(Log.class),
                                settings.logLinesPerSecond(),
                                received -> received.value().ifPresent(logs::accept)),
                        kafka,
                        metrics)));
        all.addAll(decisions.readers());
        all.add(episodes.reader());
        if (settings.hooks().whatsapp().isSet()) {
            all.add(reader(topics.notifications(), Start.last(TOLD), Notification.class, told::accept, kafka, metrics));
        }
        readers = List.copyOf(all);
    }

    private <T> AvroDeserializer<T> avro(Class<T> type) {
        return new AvroDeserializer<>(registry, type);
    }

    /** Of all records of a topic that have a value. */
    private <T> TopicReader<T> reader(
            Topic topic, Start start, Class<T> type, Consumer<T> receiver, KafkaSettings kafka, MeterRegistry metrics) {
        return new TopicReader<>(Feed.ofValues(topic, start, avro(type), receiver), kafka, metrics);
    }

    private void transition(Received<Alert> received) {
        received.value().ifPresent(alert -> {
            history.accept(alert);
            current.accept(received);
            commands.accept(alert);
            if (alertsReader.caughtUp()) listener.accept(alert);
        });
    }

    private void said(Control record) {
        silences.accept(record);
        overrides.accept(record);
        control.read(record);
    }

    /** Starts reading, and says from now on that alerts from outside can come in. */
    public void start() {
        readers.forEach(TopicReader::start);
        posts.start();
    }

    /** Who hears of each transition from now on. */
    public void onTransition(Consumer<Alert> listener) {
        this.listener = listener;
    }

    /** Degraded while a reader is behind or cut off; what was read before is shown all the same. */
    public Health health() {
        String problems = TopicReader.problems(readers);
        return problems.isEmpty() ? Health.healthy() : Health.degraded(problems);
    }

    public CurrentAlerts current() {
        return current;
    }

    public AlertHistory history() {
        return history;
    }

    public Rollups rollups() {
        return rollups;
    }

    public Services services() {
        return services;
    }

    public LogTail logs() {
        return logs;
    }

    public Balances balances() {
        return balances;
    }

    public Counting counting() {
        return counting;
    }

    public Ticks ticks() {
        return ticks;
    }

    public EvidenceReader evidence() {
        return evidence;
    }

    public AlertDesk desk() {
        return new AlertDesk(current, history, commands);
    }

    /** Filled only while there is a chat whose replies name a message. */
    public ToldAlerts told() {
        return told;
    }

    public DecisionFeed decisions() {
        return decisions;
    }

    public EpisodeFeed episodes() {
        return episodes;
    }

    public ControlWriter control() {
        return control;
    }

    public PostProducer posts() {
        return posts;
    }

    public Silences silences() {
        return silences;
    }

    public Overrides overrides() {
        return overrides;
    }

    @Override
    public void close() {
        readers.forEach(TopicReader::stop);
        readers.forEach(TopicReader::close);
        evidence.close();
        posts.close();
        producer.close();
        registry.close();
    }
}
