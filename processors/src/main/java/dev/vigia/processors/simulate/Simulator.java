package dev.vigia.processors.simulate;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.FrameWriter;
import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.rules.RuleFiles;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * An installation in simulated time: what is sent and said in a second is folded by {@code aggregate} and {@code evaluate}
 * as they are shipped, in one transaction and with one tick. Each of the telemetry topics has one partition, and nothing
 * lags. Seconds in which nothing can become due are left out: data time only matters at multiples of 10 s, and human time
 * while an alert is open. Deterministic; for one thread.
 */
final class Simulator {

    /** How far data time is behind the clock while nothing lags. */
    static final long MARGIN =
            AggregateSettings.of("simulation").watermarkMargin().toMillis();

    private static final long SECOND = 1_000;
    /** Windows end at multiples of it. */
    private static final long STEP = 10_000;

    private static final Topics TOPICS = Topics.of("", 1, 1);
    private static final TopicPartition LOGS = partition(TOPICS.logs());
    private static final TopicPartition METRICS = partition(TOPICS.metrics());
    private static final TopicPartition SPANS = partition(TOPICS.spans());
    private static final List<Input> INPUTS = TOPICS.aggregated().stream()
            .map(topic -> new Input(topic.name(), topic.partitions()))
            .toList();

    private final FrameWriter aggregate =
            new FrameWriter(TOPICS, AggregateSettings.of("simulation"), List.of(LOGS, METRICS, SPANS));
    private final Evaluation evaluation = new Evaluation(0, new HeapStore(), TOPICS);
    private final RuleFiles rules = new RuleFiles();
    private final Consumer<Signal> signals;
    private final Consumer<Alert> alerts;

    /** Ids of the alerts that are not inactive. */
    private final Set<String> open = new HashSet<>();

    private long now;
    private long folded;
    private long said;
    /** Whether there are records that are not committed. */
    private boolean pushed;
    /** Whether there is anything that a frame has to tell. */
    private boolean news;

    /**
     * An installation without rules that has seen nothing.
     *
     * @param start milliseconds since 1970-01-01 UTC, a multiple of 10,000
     * @param signals hears of each entry of the log that is folded
     * @param alerts hears of each transition
     */
    Simulator(long start, Consumer<Signal> signals, Consumer<Alert> alerts) {
        if (start % STEP != 0) throw new IllegalArgumentException(start + " is not a multiple of " + STEP);
        this.now = start;
        this.signals = signals;
        this.alerts = alerts;
        fold(new Tick(now, INPUTS));
    }

    private static TopicPartition partition(Topic topic) {
        return new TopicPartition(topic.name(), 0);
    }

    /** Simulated time: milliseconds since 1970-01-01 UTC. */
    long now() {
        return now;
    }

    /**
     * A rule file comes into force.
     *
     * @throws UserException when it cannot be read; the rules stay as they were
     */
    void say(RuleFile file, String actor) {
        rules.take(file);
        if (pushed) commit();
        aggregate.countBy(rules.rules(), said);
        say(file, actor, (String) null);
    }

    /** Somebody wants something done with an alert. */
    void say(AlertCommand command, String actor, Optional<String> reason) {
        say(command, actor, reason.orElse(null));
    }

    /** Somebody makes a silence, or writes it anew. */
    void say(Silence silence, String actor) {
        say(silence, actor, (String) null);
    }

    private void say(SpecificRecord body, String actor, @Nullable String reason) {
        Control control = Control.newBuilder()
                .setId("said-" + said)
                .setAt(now)
                .setActor(actor)
                .setReason(reason)
                .setBody(body)
                .build();
        fold(new ControlSignal(said, control));
        said++;
        news = true;
    }

    /**
     * A log, metric or span arrives. Its time stamp need not be now.
     *
     * @return why it cannot be folded, and would be a dead letter
     */
    Optional<String> push(SpecificRecord record) {
        TopicPartition partition = record instanceof Log ? LOGS : record instanceof Metric ? METRICS : SPANS;
        pushed = true;
        news = true;
        return aggregate.add(partition, record, now);
    }

    /** Lets time pass, up to a second that is then open for what happens in it. */
    void advanceTo(long millis) {
        long second = Math.floorDiv(millis, SECOND) * SECOND;
        while (now < second) {
            endSecond();
            long next = open.isEmpty() ? Math.floorDiv(now, STEP) * STEP + STEP : now + SECOND;
            now = Math.min(next, second);
        }
    }

    private void endSecond() {
        boolean step = now % STEP == 0;
        if (news || step) commit();
        if (step || !open.isEmpty()) fold(new Tick(now, INPUTS));
    }

    private void commit() {
        pushed = false;
        news = false;
        long complete = now - MARGIN;
        for (Frame frame : aggregate.commit(now, Map.of(LOGS, complete, METRICS, complete, SPANS, complete)))
            fold(frame);
    }

    private void fold(SpecificRecord body) {
        Signal signal = new Signal(body);
        signals.accept(signal);
        for (Outcome outcome : evaluation.fold(folded++, signal)) {
            if (outcome instanceof Outcome.Measured) continue;
            if (!(outcome instanceof Outcome.Transitioned transitioned)) {
                throw new IllegalStateException("simulated signals are sound, but: " + outcome);
            }
            Alert alert = transitioned.alert();
            if (alert.getState() == AlertState.INACTIVE) open.remove(alert.getAlertId());
            else open.add(alert.getAlertId());
            alerts.accept(alert);
        }
    }
}
