package dev.vigia.processors.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.EarlierFrames;
import dev.vigia.processors.aggregate.FrameWriter;
import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.backtest.Backtest.Request;
import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.rules.RuleFiles;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** An installation with one partition of each topic, in simulated time, which keeps what Kafka would have of it. */
final class Recorder implements Recorded, AutoCloseable {

    static final long START = Instant.parse("2027-01-15T08:00:00Z").toEpochMilli();

    private static final Topics TOPICS = Topics.of("", 1, 1);
    private static final AggregateSettings SETTINGS = AggregateSettings.of("recorder");
    private static final long MARGIN = SETTINGS.watermarkMargin().toMillis();
    private static final List<TopicPartition> INPUTS = TOPICS.aggregated().stream()
            .map(topic -> new TopicPartition(topic.name(), 0))
            .toList();
    private static final TopicPartition LOGS = INPUTS.get(0);

    private final TestRegistry server = new TestRegistry();
    private final RegistryClient registry = server.client();
    private final AvroSerializer<Log> serializer = new AvroSerializer<>(registry);

    private final EarlierFrames earlier = new EarlierFrames(TOPICS, registry, SETTINGS);
    private final FrameWriter aggregate = new FrameWriter(TOPICS, SETTINGS, INPUTS);
    private final HeapStore store = new HeapStore();
    private final RuleFiles rules = new RuleFiles();
    private Evaluation evaluation = new Evaluation(0, store, TOPICS);

    private final List<Said> control = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> logs = new ArrayList<>();
    private final List<Appended> signals = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final List<Long> folded = new ArrayList<>();
    private final long interval;
    private long now = START;
    /** Offset of the rules in force in {@code control}. */
    private int countedBy = -1;

    private int firstLog;
    private int firstSignal;
    private int evaluated = Integer.MAX_VALUE;

    private record Appended(long at, Signal signal) {}

    /** One that commits once a second. */
    Recorder() throws IOException {
        this(1_000);
    }

    /** @param interval from one transaction to the next: milliseconds */
    Recorder(long interval) throws IOException {
        this.interval = interval;
        tick();
    }

    /** Seconds since the start. */
    long second() {
        return (now - START) / 1_000;
    }

    static long at(long second) {
        return START + second * 1_000;
    }

    Recorder apply(String name, String yaml) {
        RuleFile file = new RuleFile(name, yaml);
        rules.take(file);
        aggregate.countBy(rules.rules(), control.size());
        earlier.rules(control.size(), rules.rules(), now);
        earlier.countBy(LOGS, countedBy, control.size(), now, logs.size());
        countedBy = control.size();
        return say(file);
    }

    /** Earlier records are counted for rules that lack them, so many of each change at a time. */
    Recorder warmUp(int most) {
        List<Frame> slice = earlier.next(logs, LOGS, most, now);
        while (!slice.isEmpty()) {
            slice.forEach(this::append);
            slice = earlier.next(logs, LOGS, most, now);
        }
        return this;
    }

    /** Somebody does something with the open alert of a rule, as it stands. */
    Recorder command(String rule, CommandType type) {
        Alert last = alerts.stream()
                .filter(alert -> alert.getRuleId().equals(rule))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return say(AlertCommand.newBuilder()
                .setAlertId(last.getAlertId())
                .setEpisodeId(last.getEpisodeId())
                .setExpectedSequence(last.getSequence())
                .setType(type)
                .build());
    }

    private Recorder say(Object body) {
        Control said = Control.newBuilder()
                .setId("c" + control.size())
                .setAt(now)
                .setActor("user:ana")
                .setBody(body)
                .build();
        control.add(new Said(control.size(), said));
        append(new ControlSignal(control.size() - 1L, said));
        return this;
    }

    /** So many logs of a service in each of some seconds. */
    Recorder logs(int seconds, int perSecond, String service, int severity) {
        for (int second = 0; second < seconds; second++) {
            for (int i = 0; i < perSecond; i++) {
                push(Log.newBuilder().setService(service).setSeverityNumber(severity));
            }
            commit();
        }
        return this;
    }

    /** A log of now. */
    void push(Log.Builder builder) {
        Log log = builder.setTimestamp(now * 1_000).build();
        byte[] value = serializer.serialize(LOGS.topic(), log);
        logs.add(new ConsumerRecord<>(LOGS.topic(), 0, logs.size(), new byte[0], value));
        assertThat(aggregate.add(LOGS, log, now)).isEmpty();
    }

    Recorder quiet(int seconds) {
        return logs(seconds, 0, "", 0);
    }

    /** Ends the transaction, and goes on to the time of the next. */
    void commit() {
        Map<TopicPartition, Long> complete =
                INPUTS.stream().collect(Collectors.toMap(input -> input, input -> now - MARGIN));
        aggregate.commit(now, complete).forEach(this::append);
        if (now % 1_000 == 0) tick();
        now += interval;
    }

    private void tick() {
        append(new Tick(
                now,
                TOPICS.aggregated().stream()
                        .map(topic -> new Input(topic.name(), 1))
                        .toList()));
    }

    private void append(Object body) {
        Signal signal = new Signal(body);
        for (Outcome outcome : evaluation.fold(signals.size(), signal)) {
            if (outcome instanceof Outcome.Transitioned told) alerts.add(told.alert());
        }
        signals.add(new Appended(now, signal));
    }

    /** Evaluate goes on from its store. */
    Recorder restart() {
        evaluation = new Evaluation(0, store, TOPICS);
        return this;
    }

    /** Retention takes the logs of up to a second. */
    Recorder expireLogs(long second) {
        while (firstLog < logs.size() && timestamp(logs.get(firstLog)) < at(second)) firstLog++;
        return this;
    }

    private long timestamp(ConsumerRecord<byte[], byte[]> log) {
        return frames().filter(frame -> frame.getCuts().stream()
                        .anyMatch(cut -> cut.getTopic().equals(LOGS.topic())
                                && cut.getFromOffset() <= log.offset()
                                && cut.getToOffset() > log.offset()))
                .findFirst()
                .orElseThrow()
                .getWrittenAt();
    }

    /** Retention takes the signals of up to a second. */
    Recorder expireSignals(long second) {
        while (firstSignal < signals.size() && signals.get(firstSignal).at() < at(second)) firstSignal++;
        return this;
    }

    /** Evaluate has not told of the last transitions yet. */
    Recorder unwritten(int last) {
        alerts.subList(alerts.size() - last, alerts.size()).clear();
        evaluated = 0;
        return this;
    }

    /** Somebody counts one more in the first delta that there is. */
    Recorder forgeDelta() {
        List<Delta> deltas = frames().map(Frame::getDeltas)
                .filter(some -> !some.isEmpty())
                .findFirst()
                .orElseThrow();
        Delta first = deltas.get(0);
        deltas.set(0, Delta.newBuilder(first).setCount(first.getCount() + 1).build());
        return this;
    }

    /** Somebody puts another value into a transition. */
    Recorder forgeAlert(int number) {
        alerts.set(number, Alert.newBuilder(alerts.get(number)).setValue(-1).build());
        return this;
    }

    /** Somebody says of a transition that its value came about otherwise. */
    Recorder forgeRecent(int number) {
        Alert alert = alerts.get(number);
        List<Double> recent = new ArrayList<>(alert.getRecent());
        recent.set(0, -1.0);
        alerts.set(number, Alert.newBuilder(alert).setRecent(recent).build());
        return this;
    }

    private Stream<Frame> frames() {
        return signals.stream()
                .filter(appended -> appended.signal().getBody() instanceof Frame)
                .map(appended -> (Frame) appended.signal().getBody());
    }

    List<Alert> alerts() {
        return alerts;
    }

    /** Folds a stretch again. Times are seconds since the start. */
    Result backtest(long from, long to, RuleFile... candidates) {
        KafkaSettings kafka = KafkaSettings.of("localhost:1", "http://localhost:1");
        Request request = new Request(new Range(at(from), at(to)), Optional.empty(), List.of(candidates));
        folded.clear();
        return new Run(this, TOPICS, () -> Refold.ofRules(kafka, SETTINGS, registry), request).fold(folded::add);
    }

    /** When what the last backtest has folded was appended. */
    List<Long> folded() {
        return folded;
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public List<Said> control() {
        return control;
    }

    @Override
    public void alerts(int partition, Consumer<Told> into) {
        for (int i = 0; i < alerts.size(); i++) into.accept(new Told(i, alerts.get(i)));
    }

    @Override
    public Optional<List<ConsumerRecord<byte[], byte[]>>> records(Cut cut) {
        if (cut.getFromOffset() < firstLog) return Optional.empty();
        return Optional.of(logs.subList(Math.toIntExact(cut.getFromOffset()), Math.toIntExact(cut.getToOffset())));
    }

    @Override
    public SignalLog signals(int partition) {
        return new SignalLog() {

            private int next = firstSignal;

            @Override
            public boolean isWhole() {
                return firstSignal == 0;
            }

            @Override
            public long evaluated() {
                return evaluated;
            }

            @Override
            public OptionalLong nextAppended() {
                return next < signals.size() ? OptionalLong.of(signals.get(next).at()) : OptionalLong.empty();
            }

            @Override
            public Entry next() {
                return new Entry(next, signals.get(next++).signal());
            }
        };
    }

    @Override
    public void close() {
        registry.close();
        server.close();
    }
}
