package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.rules.Spec;
import dev.vigia.processors.sketch.Sketch;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.OrderedStore;
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
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.WarmUp;
import dev.vigia.schemas.avro.WarmedRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells a story to the fold and compares what it says: records that come in at a second, how far data time got, what an
 * operator did. Seconds count from a fixed beginning. The topic {@code logs} has two partitions. Each story is told twice: to
 * one program that goes on, and to a new one for each signal, which go on from the state that the one before left.
 */
final class Timeline {

    static final long BEGINNING = 1_800_000_000_000L;
    static final Topics TOPICS = Topics.of("", 2, 1);

    /** After how many signals another program goes on from what the last one has stored. */
    private static final int LIFE = 3;

    private final OrderedStore restarted = new HeapStore();
    private final Evaluation evaluation = new Evaluation(0, new HeapStore(), TOPICS);
    private Evaluation another = new Evaluation(0, restarted, TOPICS);
    private final List<Signal> log = new ArrayList<>();
    private final List<Outcome> news = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final long[] positions = new long[2];
    private int transactionSeconds;
    private long warmedUntil = Long.MAX_VALUE;
    private final long[] watermarks = new long[2];
    private Rule rule;
    private long controls;
    private long rulesOffset = -1;

    private Timeline(Rule rule) {
        this.rule = rule;
    }

    /** A story that begins when nobody knows anything. */
    static Timeline blank(String rule) {
        return new Timeline(parse(rule));
    }

    /** A story about one rule that has been in force for an hour and has seen nothing. */
    static Timeline of(String rule) {
        Timeline timeline = blank(rule).inputs().rule(rule).foldedTo(-7200).foldedTo(0);
        timeline.news.clear();
        return timeline;
    }

    /** A rule on the share of errors of a service over a minute, with fields over what is usual. */
    static String errorRate(String... fields) {
        return yaml("aggregate: error_rate", "errors: severity_number >= 17", "above: 0.5", fields);
    }

    /** A rule on how many records a service has over a minute. */
    static String count(String condition, String... fields) {
        return yaml("aggregate: count", "filter: severity_number >= 17", condition, fields);
    }

    static String yaml(String aggregate, String what, String condition, String... fields) {
        List<String> lines =
                new ArrayList<>(List.of("id: the-rule", "title: \"{service} is ill\"", "group_by: [service]"));
        lines.addAll(List.of(aggregate, what, condition));
        lines.addAll(List.of(fields));
        if (lines.stream().noneMatch(line -> line.startsWith("severit"))) lines.add("severity: high");
        if (lines.stream().noneMatch(line -> line.startsWith("window"))) lines.add("window: 1m");
        if (lines.stream().noneMatch(line -> line.startsWith("recover_for"))) lines.add("recover_for: 0");
        boolean percentile = aggregate.contains("percentile") || aggregate.contains("error_rate");
        if (percentile && lines.stream().noneMatch(line -> line.startsWith("min_samples"))) lines.add("min_samples: 1");
        return "rules:\n  - " + String.join("\n    ", lines) + "\n";
    }

    Timeline inputs() {
        return fold(new Tick(BEGINNING, List.of(new Input("logs", 2))));
    }

    /** Puts the rule's new version into force, in {@code evaluate} and in {@code aggregate}. */
    Timeline rule(String yaml) {
        hearsRule(yaml);
        return countsBy(yaml);
    }

    /** The same with a version that was made at a second. */
    Timeline rule(int second, String yaml) {
        hearsRule(second, yaml);
        return countsBy(yaml);
    }

    /** {@code evaluate} hears of the rule's new version. */
    Timeline hearsRule(String yaml) {
        return hearsRule(0, yaml);
    }

    Timeline hearsRule(int second, String yaml) {
        controls++;
        return control(second, "file:test.yaml", new RuleFile("test.yaml", yaml));
    }

    /** {@code aggregate} has taken up the rule's new version. */
    Timeline countsBy(String yaml) {
        rule = parse(yaml);
        rulesOffset = controls;
        return this;
    }

    /** {@code aggregate} has taken up the rule's next version, which {@code evaluate} has yet to hear of. */
    Timeline countsAlreadyBy(String yaml) {
        countsBy(yaml);
        rulesOffset++;
        return this;
    }

    Timeline removeRules(int second) {
        controls++;
        rulesOffset = controls;
        return control(second, "file:test.yaml", new RuleFile("test.yaml", null));
    }

    /** Records of the service {@code shop}. */
    Timeline push(int second, long count, long errors) {
        return push("shop", second, count, errors);
    }

    Timeline push(String service, int second, long count, long errors) {
        return frame(second, delta(service, 0, second, count, errors));
    }

    /** As many records in each of these seconds, in one transaction that begins with the last of them. */
    Timeline pushTogether(long count, int... seconds) {
        List<Delta> deltas = new ArrayList<>();
        for (int second : seconds) deltas.add(delta("shop", 0, second, count, count));
        return frame(seconds[seconds.length - 1], deltas);
    }

    /** Records with a value, as many as there are values. */
    Timeline pushValues(int second, double... values) {
        Sketch sketch = new Sketch();
        Delta delta = delta("shop", 0, second, values.length, 0);
        double sum = 0;
        double min = Double.MAX_VALUE;
        double max = -Double.MAX_VALUE;
        for (double value : values) {
            sketch.add(value, 1);
            sum += value;
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        Delta with = Delta.newBuilder(delta)
                .setValues(values.length)
                .setSum(sum)
                .setMin(min)
                .setMax(max)
                .setLast(values[values.length - 1])
                .setLastTimestamp((BEGINNING + second * 1000L) * 1000)
                .setSketch(sketch.toBytes())
                .build();
        return frame(second, with);
    }

    /** Transactions with records take so long from now on. */
    Timeline transactionsTake(int seconds) {
        transactionSeconds = seconds;
        return this;
    }

    /** All partitions are folded up to a second. */
    Timeline foldedTo(int second) {
        return foldedTo(0, second).foldedTo(1, second);
    }

    Timeline foldedTo(int partition, int second) {
        watermarks[partition] = BEGINNING + second * 1000L;
        long position = positions[partition];
        Cut cut = new Cut("logs", partition, position, position, 0L, watermarks[partition]);
        return fold(new Frame(
                List.of(cut),
                rulesOffset,
                BEGINNING + second * 1000L,
                List.of(),
                false,
                BEGINNING + second * 1000L,
                null,
                0L));
    }

    /**
     * {@code aggregate} has counted earlier records of the first partition for the rule, one of each second that is given.
     *
     * @param from offset of the slice's first record
     * @param end offset at which the rule came to be counted
     * @param since second from which on all records are in a slice
     */
    Timeline warmsUp(long from, long to, long end, int since, int... seconds) {
        List<Delta> deltas = new ArrayList<>();
        for (int second : seconds) deltas.add(delta("shop", 0, second, 1, 1));
        return fold(earlier(0, from, to, end, since, deltas, false));
    }

    /** From now on earlier records are counted up to a second, since the rule has counted later ones before. */
    Timeline warmsUpUntil(int second) {
        warmedUntil = BEGINNING + second * 1000L;
        return this;
    }

    /** The same of a partition that never had a record. */
    Timeline warmsUpNothing(int partition) {
        return fold(earlier(partition, 0, 0, 0, -1_000_000, List.of(), false));
    }

    Frame earlier(int partition, long from, long to, long end, int since, List<Delta> deltas, boolean partial) {
        long appended = BEGINNING + since * 1000L;
        WarmedRule warmed = new WarmedRule(rule.id(), Spec.of(rule).hash(), appended, warmedUntil);
        return new Frame(
                List.of(new Cut("logs", partition, from, to, to - from, 0L)),
                rulesOffset,
                watermarks[0] + 10_000,
                deltas,
                partial,
                watermarks[0] + 10_000,
                new WarmUp(List.of(warmed), 0L, end, appended),
                0L);
    }

    /** Offset of the next record of the first partition. */
    long position() {
        return positions[0];
    }

    /** A second passes in which nothing can be read: human time goes on and data time does not. */
    Timeline lagsAt(int second) {
        return fold(new Tick(BEGINNING + second * 1000L, List.of(new Input("logs", 2))));
    }

    Timeline acknowledge(int second, String actor) {
        return command(second, actor, CommandType.ACKNOWLEDGE);
    }

    Timeline resolve(int second, String actor) {
        return command(second, actor, CommandType.RESOLVE);
    }

    Timeline command(int second, String actor, CommandType type) {
        return command(second, actor, type, command -> {});
    }

    /** @param more what else there is to the command */
    Timeline command(int second, String actor, CommandType type, Consumer<AlertCommand.Builder> more) {
        controls++;
        AlertCommand.Builder command = AlertCommand.newBuilder()
                .setAlertId(AlertId.of("the-rule", List.of("shop")))
                .setType(type);
        more.accept(command);
        return control(second, actor, command.build());
    }

    /** The second of an instant in ISO 8601. */
    static int second(String instant) {
        return (int) ((Instant.parse(instant).toEpochMilli() - BEGINNING) / 1000);
    }

    /** What happened since it was last asked: {@code second transition group}, one text each. */
    Timeline expect(String... transitions) {
        List<String> said = news.stream().map(Timeline::describe).toList();
        news.clear();
        assertThat(said).containsExactly(transitions);
        return this;
    }

    Alert last() {
        return alerts.get(alerts.size() - 1);
    }

    List<Alert> alerts() {
        return alerts;
    }

    List<Signal> log() {
        return log;
    }

    Timeline fold(Object body) {
        Signal signal = new Signal(body);
        List<Outcome> outcomes = evaluation.fold(log.size(), signal);
        if (log.size() % LIFE == 0) another = new Evaluation(0, restarted, TOPICS);
        assertThat(another.fold(log.size(), signal))
                .as("what a new program says that goes on from the same state")
                .isEqualTo(outcomes);
        for (Outcome outcome : outcomes) {
            news.add(outcome);
            if (outcome instanceof Outcome.Transitioned transitioned) alerts.add(transitioned.alert());
        }
        log.add(signal);
        return this;
    }

    private Timeline control(int second, String actor, Object body) {
        Control control = new Control("control-" + controls, BEGINNING + second * 1000L, actor, "because", body);
        return fold(new ControlSignal(controls, control));
    }

    private Timeline frame(int second, Delta delta) {
        return frame(second, List.of(delta));
    }

    private Timeline frame(int second, List<Delta> deltas) {
        long from = positions[0];
        long count = deltas.stream().mapToLong(Delta::getCount).sum();
        positions[0] += count;
        Cut cut = new Cut("logs", 0, from, positions[0], count, watermarks[0]);
        long begun = BEGINNING + second * 1000L;
        long closed = begun + transactionSeconds * 1000L;
        return fold(new Frame(List.of(cut), rulesOffset, begun, deltas, false, closed, null, 0L));
    }

    Delta delta(String service, int cut, int second, long count, long errors) {
        return Delta.newBuilder()
                .setCut(cut)
                .setSeries(rule.id())
                .setSpec(Spec.of(rule).hash())
                .setGroup(rule.groupBy().isEmpty() ? List.of() : List.of(service))
                .setBucket(Math.floorDiv(BEGINNING + second * 1000L, 10_000) * 10_000)
                .setCount(count)
                .setErrors(errors)
                .setFirstOffset(positions[0])
                .setLastOffset(positions[0] + count - 1)
                .setExemplars(List.of(positions[0]))
                .build();
    }

    private static Rule parse(String yaml) {
        return RuleSetParser.parse("test.yaml", yaml).rules().get(0);
    }

    private static String describe(Outcome outcome) {
        if (outcome instanceof Outcome.Measured measured) {
            Metric metric = measured.metric();
            long second = (metric.getTimestamp() / 1000 - BEGINNING) / 1000;
            return second + " " + metric.getName() + " " + metric.getAttributes() + " " + metric.getValue();
        }
        if (!(outcome instanceof Outcome.Transitioned transitioned)) return outcome.toString();
        Alert alert = transitioned.alert();
        String group = alert.getGroup().getOrDefault("service", "all");
        return (alert.getAt() - BEGINNING) / 1000 + " " + alert.getTransition() + " " + group;
    }
}
