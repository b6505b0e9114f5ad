package dev.vigia.processors.explain;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.EarlierFrames;
import dev.vigia.processors.aggregate.FrameWriter;
import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.explain.Verdict.Gap;
import dev.vigia.processors.rules.RuleFiles;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanKind;
import dev.vigia.schemas.avro.SpanStatus;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * An installation whose apps, operators and clocks do as chance wants: two instances of {@code aggregate} that lag now and
 * then, late records and such that come too late, rules that change, go and come back, and people who act on alerts.
 */
final class RandomInstallation implements RecordedLog {

    static final KafkaSettings KAFKA =
            new KafkaSettings("nowhere:9092", "http://nowhere", "", 3, 1, (short) 1, Map.of());
    static final Topics TOPICS = KAFKA.topics();
    /** Groups of a rule that one transaction has room for. */
    static final AggregateSettings LIMITS =
            new AggregateSettings("x", Duration.ofMillis(100), Duration.ofSeconds(10), 1_000, 3, 0);

    private static final long T = 1_800_000_000_000L;
    /** Evaluate is started anew after so many signals. */
    private static final int RESTARTS = 100;

    private static final String[] SERVICES = {"shop", "cart", "checkout", "till", "login"};
    private static final TopicPartition SPANS =
            new TopicPartition(TOPICS.spans().name(), 0);

    final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> raw = new HashMap<>();
    final Map<TopicPartition, Long> beginnings = new HashMap<>();
    int signalsFrom;
    final List<Alert> alerts = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();
    private final List<Control> controls = new ArrayList<>();

    private final Random random;
    /** By itself, so that the story is the same however earlier records are sliced. */
    private final Random slicing;

    private final AvroSerializer<SpecificRecord> serializer;
    private final Map<FrameWriter, List<TopicPartition>> instances = new LinkedHashMap<>();
    private final Function<Random, String> rulesOf;
    private final RuleFiles rules = new RuleFiles();
    private final Map<FrameWriter, Long> countedBy = new HashMap<>();
    private final EarlierFrames earlier;
    /** Slices of earlier records that brought something. */
    int slices;

    private final HeapStore store = new HeapStore();
    private Evaluation evaluation = new Evaluation(0, store, TOPICS);
    private final Map<String, Alert> open = new TreeMap<>();
    private long clock = T;
    private long changed = -1;
    private boolean incident;

    /** @param rulesOf gives the rules that are in force next */
    RandomInstallation(long seed, RegistryClient registry, int steps, Function<Random, String> rulesOf) {
        random = new Random(seed);
        slicing = new Random(seed);
        this.rulesOf = rulesOf;
        serializer = new AvroSerializer<>(registry);
        earlier = new EarlierFrames(TOPICS, registry, LIMITS);
        for (List<TopicPartition> partitions : List.of(List.of(logs(0), logs(1)), List.of(logs(2), SPANS))) {
            instances.put(new FrameWriter(TOPICS, LIMITS, partitions), partitions);
            partitions.forEach(partition -> raw.put(partition, new ArrayList<>()));
        }
        fold(new Tick(clock, List.of(new Input("logs", 3), new Input("spans", 1))));
        changeRules();
        for (int i = 0; i < steps; i++) step(i);
    }

    /** The same topics, to be spoiled. */
    private RandomInstallation(RandomInstallation other) {
        random = other.random;
        slicing = other.slicing;
        rulesOf = other.rulesOf;
        serializer = other.serializer;
        earlier = other.earlier;
        other.raw.forEach((partition, records) -> raw.put(partition, new ArrayList<>(records)));
        alerts.addAll(other.alerts);
        signals.addAll(other.signals);
        controls.addAll(other.controls);
    }

    /** The rules that were in force. */
    Versions versions() {
        Versions versions = new Versions();
        controls(versions::take);
        return versions;
    }

    /** The first of those that became active, once there is something behind them. */
    Alert first(Predicate<Alert> which) {
        return alerts.stream()
                .skip(alerts.size() / 3)
                .filter(alert -> alert.getTransition() == Transition.ACTIVE)
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    RandomInstallation copy() {
        return new RandomInstallation(this);
    }

    private static TopicPartition logs(int partition) {
        return new TopicPartition(TOPICS.logs().name(), partition);
    }

    private void step(int i) {
        clock += random.nextInt(4_000);
        incident = i / 80 % 2 == 1;
        int what = random.nextInt(100);
        if (what < 1) changeRules();
        else if (what < 4) command();
        else if (what < 6) fold(new Tick(clock, List.of()));
        else transactions(i);
    }

    /** Each instance commits what it has, or lags. */
    private void transactions(int step) {
        List<List<Frame>> written = new ArrayList<>();
        instances.forEach((instance, partitions) -> {
            if (random.nextInt(4) == 0) return;
            if (countedBy.getOrDefault(instance, -1L) != changed) {
                instance.countBy(rules.rules(), changed);
                long before = countedBy.getOrDefault(instance, -1L);
                for (TopicPartition partition : partitions) {
                    earlier.countBy(
                            partition,
                            before,
                            changed,
                            clock,
                            raw.get(partition).size());
                }
                countedBy.put(instance, changed);
            }
            Map<TopicPartition, Long> complete = new HashMap<>();
            for (TopicPartition partition : partitions) {
                // Nothing comes for a while.
                int records = step / 50 % 3 == 2 ? 0 : random.nextInt(6);
                for (int i = 0; i < records; i++) push(instance, partition);
                complete.put(partition, clock - 10_000);
            }
            written.add(instance.commit(clock, complete));
            for (TopicPartition partition : partitions) {
                if (slicing.nextInt(3) > 0) continue;
                List<Frame> slice = earlier.next(raw.get(partition), partition, 1 + slicing.nextInt(60), clock);
                if (slice.stream().anyMatch(frame -> !frame.getDeltas().isEmpty())) slices++;
                written.add(slice);
            }
        });
        written.forEach(frames -> frames.forEach(this::fold));
    }

    private void push(FrameWriter instance, TopicPartition partition) {
        SpecificRecord record = partition.equals(SPANS) ? span() : log();
        List<ConsumerRecord<byte[], byte[]>> log = raw.get(partition);
        log.add(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                log.size(),
                new byte[0],
                serializer.serialize(partition.topic(), record)));
        // What is refused is in the log all the same.
        var unused = instance.add(partition, record, clock);
    }

    /** Mostly now; late, too late, or ahead at times. */
    private long timestamp() {
        int when = random.nextInt(100);
        long late = when < 80
                ? random.nextInt(4_000)
                : when < 90 ? random.nextInt(30_000) : when < 97 ? random.nextInt(900_000) : -random.nextInt(700_000);
        return (clock - late) * 1_000 + random.nextInt(3);
    }

    private Log log() {
        boolean bad = random.nextInt(incident ? 2 : 12) == 0;
        return Log.newBuilder()
                .setTimestamp(timestamp())
                .setService(SERVICES[random.nextInt(SERVICES.length)])
                .setSeverityNumber(bad ? 17 : 9)
                .setCount(random.nextInt(10) == 0 ? 3 : 1)
                .setAttributes(
                        Map.of("user", "u" + random.nextInt(incident ? 60 : 8), "amount", random.nextDouble() * 10))
                .setHttp(Http.newBuilder()
                        .setStatus(bad ? 500 : 200)
                        .setDuration((long) (random.nextDouble() * (incident ? 4e9 : 1e9)))
                        .build())
                .build();
    }

    private Span span() {
        return Span.newBuilder()
                .setTimestamp(timestamp())
                .setTraceId("0123456789abcdef0123456789abcdef")
                .setSpanId("0123456789abcdef")
                .setName("query")
                .setService(SERVICES[random.nextInt(2)])
                .setKind(SpanKind.CLIENT)
                .setStatus(random.nextInt(incident ? 2 : 20) == 0 ? SpanStatus.ERROR : SpanStatus.OK)
                .setDuration((long) (random.nextDouble() * (incident ? 3e9 : 5e8)))
                .build();
    }

    private void changeRules() {
        say("file:random.yaml", new RuleFile("random.yaml", rulesOf.apply(random)));
    }

    /** Somebody does something with an alert that is on. */
    private void command() {
        List<CommandType> types =
                List.of(CommandType.ACKNOWLEDGE, CommandType.COMMENT, CommandType.ASSIGN, CommandType.RESOLVE);
        List<String> ids = new ArrayList<>(open.keySet());
        for (int i = 0; i < 3 && !ids.isEmpty(); i++) {
            CommandType type = types.get(random.nextInt(types.size()));
            String id = ids.get(random.nextInt(ids.size()));
            say("user:ana", new AlertCommand(id, null, type, null, "rui", null));
            if (type == CommandType.RESOLVE && random.nextBoolean()) {
                say("user:eva", new AlertCommand(id, null, CommandType.REOPEN, null, null, null));
            }
        }
    }

    private void say(String actor, SpecificRecord body) {
        long offset = controls.size();
        Control control = new Control("c" + offset, clock, actor, "because", body);
        controls.add(control);
        if (body instanceof RuleFile file) {
            rules.take(file);
            changed = offset;
            earlier.rules(offset, rules.rules(), clock);
        }
        fold(new ControlSignal(offset, control));
    }

    private void fold(SpecificRecord body) {
        Signal signal = new Signal(body);
        long offset = signals.size();
        signals.add(signal);
        if (offset % RESTARTS == 0) evaluation = new Evaluation(0, store, TOPICS);
        for (Outcome outcome : evaluation.fold(offset, signal)) {
            if (outcome instanceof Outcome.Measured) continue;
            if (!(outcome instanceof Outcome.Transitioned transitioned)) throw new AssertionError(outcome);
            Alert alert = transitioned.alert();
            alerts.add(alert);
            if (alert.getState() == AlertState.INACTIVE) open.remove(alert.getAlertId());
            else open.put(alert.getAlertId(), alert);
        }
    }

    /** Changes a record that was counted. */
    void tamper(TopicPartition partition, long offset, SpecificRecord record) {
        raw.get(partition)
                .set(
                        (int) offset,
                        new ConsumerRecord<>(
                                partition.topic(),
                                partition.partition(),
                                offset,
                                new byte[0],
                                serializer.serialize(partition.topic(), record)));
    }

    @Override
    public void controls(Controls into) {
        for (int i = 0; i < controls.size(); i++) into.take(i, controls.get(i));
    }

    @Override
    public boolean frames(int partition, long since, long last, Predicate<Frame> into) {
        for (int i = signalsFrom; i <= last; i++) {
            if (signals.get(i).getBody() instanceof Frame frame && !into.test(frame)) break;
        }
        return signalsFrom == 0;
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, long to) {
        long first = Math.max(from, beginning(partition));
        return first >= to ? List.of() : raw.get(partition).subList((int) first, (int) to);
    }

    @Override
    public long beginning(TopicPartition partition) {
        return beginnings.getOrDefault(partition, 0L);
    }

    @Override
    public int signalPartitions() {
        return 1;
    }

    @Override
    public Gap beforeSignals(int partition) {
        return new Gap(TOPICS.signals().name(), partition, 0, signalsFrom - 1);
    }
}
