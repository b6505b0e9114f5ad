package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.FrameWriter;
import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.rules.RuleFiles;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Language;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code evaluate} says of an alert in English, the sinks say in the reader's language: they know it by its sentence. The
 * alerts are those of rules of every kind, from raw records on.
 */
class AlertSentenceTest {

    private static final String ERRORS = "errors: severity_number >= 17";
    private static final String ERROR_FILTER = "filter: severity_number >= 17";

    @ParameterizedTest
    @MethodSource({"numbers", "comparisons", "silences", "parts", "endings"})
    void summary_ofARule_isSaidInTheReadersLanguage(
            List<String> rule, Consumer<Story> happens, String english, String portuguese) {
        Story story = new Story(rule);
        happens.accept(story);

        assertThat(said(Language.EN, story.last())).isEqualTo(english);
        assertThat(said(Language.PT_BR, story.last())).isEqualTo(portuguese);
    }

    private static String said(Language language, Alert alert) {
        Notification notification = Notification.newBuilder()
                .setId("n")
                .setAttempt(1)
                .setReceiver("r")
                .setChannel("email")
                .setReason("alert became active")
                .setAt(alert.getAt())
                .setGroupLabels(Map.of())
                .setAlerts(List.of(alert))
                .build();
        Links links = new Links("http://vigia", Optional.empty());
        return new Texts(new Reader(language, ZoneOffset.UTC), links)
                .of(notification)
                .alerts()
                .get(0)
                .summary();
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                told(
                        "shop: 1200 records over 1m (bound 1000)",
                        "shop: 1.200 registros em 1 min (limite 1.000)",
                        story -> story.push(1, 1_200, log()),
                        "aggregate: count",
                        "above: 1000"),
                told(
                        "shop, ana: 1 record over 1h30m (bound 0)",
                        "shop, ana: 1 registro em 1 h 30 min (limite 0)",
                        story -> story.push(1, 1, user("ana")),
                        "aggregate: count",
                        "above: 0",
                        "window: 90m",
                        "group_by: [service, attributes.user]"),
                told(
                        "2 spans over 1m (bound 1)",
                        "2 spans em 1 min (limite 1)",
                        story -> story.pushSpans(1, 2),
                        "source: spans",
                        "aggregate: count",
                        "above: 1",
                        "group_by: []"),
                told(
                        "shop: rate per 1m 10.2 over 5m (bound 10), 51 records",
                        "shop: taxa (por 1 min) 10,2 em 5 min (limite 10), 51 registros",
                        story -> story.push(1, 51, log()),
                        "aggregate: rate",
                        "per: 1m",
                        "above: 10",
                        "window: 5m"),
                told(
                        "shop: error rate 33.3 % over 1m (bound 5.5 %), 3 records",
                        "shop: taxa de erros 33,3 % em 1 min (limite 5,5 %), 3 registros",
                        story -> story.push(1, log(), log(), bad()),
                        "aggregate: error_rate",
                        ERRORS,
                        "above: 0.055",
                        "min_samples: 1"),
                told(
                        "shop: ratio(attributes.user == 'ana') 50 % over 1m (bound 20 %), 2 records",
                        "shop: proporção de (attributes.user == 'ana') 50 % em 1 min (limite 20 %), 2 registros",
                        story -> story.push(1, user("ana"), user("rui")),
                        "aggregate: ratio",
                        "numerator: attributes.user == 'ana'",
                        "above: 0.2",
                        "min_samples: 1"),
                told(
                        "shop: distinct(attributes.user) 2 over 1m (bound 1), 3 records",
                        "shop: valores distintos de attributes.user 2 em 1 min (limite 1), 3 registros",
                        story -> story.push(1, user("ana"), user("rui"), user("ana")),
                        "aggregate: distinct",
                        "field: attributes.user",
                        "above: 1"),
                told(
                        "shop: distinct_ratio(attributes.user, severity_number >= 17) 50 % over 1m (bound 20 %), 2 different values",
                        "shop: proporção de attributes.user com (severity_number >= 17) 50 % em 1 min (limite 20 %), 2 valores distintos",
                        story -> story.push(1, user("ana"), user("rui").setSeverityNumber(17)),
                        "aggregate: distinct_ratio",
                        "field: attributes.user",
                        "numerator: severity_number >= 17",
                        "above: 0.2",
                        "min_samples: 1"),
                told(
                        "shop: distinct_ratio(attributes.user, severity_number >= 17) 100 % over 1m (bound 20 %), 1 value",
                        "shop: proporção de attributes.user com (severity_number >= 17) 100 % em 1 min (limite 20 %), 1 valor",
                        story -> story.push(1, user("ana").setSeverityNumber(17)),
                        "aggregate: distinct_ratio",
                        "field: attributes.user",
                        "numerator: severity_number >= 17",
                        "above: 0.2",
                        "min_samples: 1"),
                told(
                        "shop: p99.9 of http.duration 2.5 over 1m (bound 0.5), 20 records",
                        "shop: p99,9 de http.duration 2,5 s em 1 min (limite 500 ms), 20 registros",
                        story -> story.push(1, 20, duration(2.5)),
                        "aggregate: percentile",
                        "percentile: 99.9",
                        "field: http.duration",
                        "above: 0.5"),
                statistic("mean", "média de attributes.value"),
                statistic("min", "mínimo de attributes.value"),
                statistic("max", "máximo de attributes.value"),
                statistic("sum", "soma de attributes.value"),
                statistic("last", "último valor de attributes.value"),
                told(
                        "shop: burn rate 100 over 1m (bound 14.4), 10 records",
                        "shop: consumo do orçamento de erros 100 em 1 min (limite 14,4), 10 registros",
                        story -> story.push(1, bad(), log(), log(), log(), log(), log(), log(), log(), log(), log()),
                        "aggregate: burn_rate",
                        "objective: 99.9",
                        ERRORS,
                        "above: 14.4",
                        "min_samples: 1"),
                told(
                        "shop: slope(attributes.value) per 1h 364 over 2m (bound 360), 7 records",
                        "shop: inclinação de attributes.value (por 1 h) 364 em 2 min (limite 360), 7 registros",
                        story -> {
                            for (int i = 0; i <= 6; i++) story.push(10 * i, 1, value(50 + 1.01 * i));
                        },
                        "aggregate: slope",
                        "field: attributes.value",
                        "per: 1h",
                        "above: 360",
                        "window: 2m"),
                told(
                        "shop: attributes.value at 0.75 in 37m over 10m (bound 4h), 31 records",
                        "shop: attributes.value chega a 0,75 em 36 min 35 s pela tendência de 10 min (limite 4 h), 31 registros",
                        story -> {
                            for (int i = 0; i <= 30; i++) story.push(10 * i, 1, value(0.5 + i / 1e3));
                            story.foldedTo(310);
                        },
                        "aggregate: time_to",
                        "field: attributes.value",
                        "target: 0.75",
                        "below: 4h",
                        "window: 10m"),
                told(
                        "ana: not seen in 4w2d before, 2 records",
                        "ana: primeira vez em 30 d, 2 registros",
                        story -> story.push(1, 2, user("ana")),
                        "aggregate: new_term",
                        "group_by: [attributes.user]"),
                told(
                        "shop: sum(attributes.value) 150 on this day in America/Sao_Paulo (bound 100), 1 record",
                        "shop: soma de attributes.value 150 neste dia em America/Sao_Paulo (limite 100), 1 registro",
                        story -> story.push(1, 1, value(150)),
                        "aggregate: sum",
                        "field: attributes.value",
                        "above: 100",
                        "window: day",
                        "zone: America/Sao_Paulo"));
    }

    private static Arguments statistic(String aggregate, String name) {
        return told(
                "shop: " + aggregate + "(attributes.value) -3.46 over 1m (bound -4), 1 record",
                "shop: " + name + " -3,46 em 1 min (limite -4), 1 registro",
                story -> story.push(1, 1, value(-3.4567)),
                "aggregate: " + aggregate,
                "field: attributes.value",
                "above: -4");
    }

    static Stream<Arguments> comparisons() {
        return Stream.of(
                told(
                        "shop: count 3.1 times that of the 1m before (bound 3 times), 31 records",
                        "shop: contagem 3,1 × o valor de 1 min antes (limite 3 ×), 31 registros",
                        story -> story.push(5, 10, log()).push(65, 31, log()),
                        "aggregate: count",
                        "compare: ratio",
                        "above: 3"),
                told(
                        "count 4 over 1m and none in the 1m before (bound 3 times), 4 records",
                        "contagem 4 em 1 min e nada em 1 min antes (limite 3 ×), 4 registros",
                        story -> story.push(5, 10, log()).push(65, 4, bad()),
                        "aggregate: count",
                        ERROR_FILTER,
                        "compare: ratio",
                        "above: 3",
                        "min_samples_before: 0",
                        "group_by: []"),
                told(
                        "shop: error rate +35 % against the 1m before (bound +25 %), 5 records",
                        "shop: taxa de erros +35 % em relação a 1 min antes (limite +25 %), 5 registros",
                        story -> story.push(5, bad(), log(), log(), log()).push(65, bad(), bad(), bad(), log(), log()),
                        "aggregate: error_rate",
                        ERRORS,
                        "compare: difference",
                        "above: 0.25",
                        "min_samples: 4"),
                told(
                        "shop: max(http.duration) -1.5 against the 1m before (bound -1), 1 record",
                        "shop: máximo de http.duration -1,5 s em relação a 1 min antes (limite -1 s), 1 registro",
                        story -> story.push(5, 1, duration(2))
                                .push(65, 1, duration(0.5))
                                .foldedTo(120),
                        "aggregate: max",
                        "field: http.duration",
                        "compare: difference",
                        "below: -1"));
    }

    static Stream<Arguments> silences() {
        return Stream.of(
                told(
                        "shop: no records for 1m",
                        "shop: nenhum registro em 1 min",
                        story -> story.push(1, 1, log()).foldedTo(70),
                        "aggregate: count",
                        "above: 100",
                        "no_data: alert"),
                told(
                        "no spans for 5m",
                        "nenhum span em 5 min",
                        story -> story.foldedTo(900),
                        "source: spans",
                        "absent_for: 5m",
                        "group_by: []"),
                told(
                        "shop: nothing to judge over 1m (bound 2)",
                        "shop: nada a avaliar em 1 min (limite 2)",
                        story -> story.push(1, 1, value(3)).push(61, 1, log()).foldedTo(70),
                        "aggregate: mean",
                        "field: attributes.value",
                        "above: 2",
                        "no_data: resolve"),
                told(
                        "shop: no records on this day in America/Sao_Paulo",
                        "shop: nenhum registro neste dia em America/Sao_Paulo",
                        story -> story.push(1, 2, log()).foldedTo(24 * 3_600),
                        "aggregate: count",
                        "above: 1",
                        "window: day",
                        "zone: America/Sao_Paulo",
                        "no_data: resolve"));
    }

    static Stream<Arguments> parts() {
        String part = "errors: {" + ERROR_FILTER + ", above: 2}";
        return Stream.of(
                told(
                        "shop: errors: 3 records over 1m (bound 2); users: distinct(attributes.user) 2 over 20s (bound 1), 2 records",
                        "shop: errors: 3 registros em 1 min (limite 2); users: valores distintos de attributes.user 2 em 20 s (limite 1), 2 registros",
                        story -> story.push(1, bad(), bad(), bad(), user("ana"), user("rui")),
                        "parts: {users: {aggregate: distinct, field: attributes.user, above: 1, window: 20s}, " + part
                                + "}",
                        "condition: errors and users"),
                told(
                        "shop: errors: 3 records over 1m (bound 2); not deployed: no spans for 5m",
                        "shop: errors: 3 registros em 1 min (limite 2); não deployed: nenhum span em 5 min",
                        story -> story.push(1, 3, bad()).foldedTo(10),
                        "parts: {" + part + ", deployed: {source: spans, window: 5m}}",
                        "condition: errors and not deployed"),
                told(
                        "shop: failures: 5 records over 1m (bound 4), then success: 1 record over 10s (bound 0), within 5m",
                        "shop: failures: 5 registros em 1 min (limite 4), depois success: 1 registro em 10 s (limite 0), em até 5 min",
                        story -> story.push(1, 5, bad()).push(131, 1, user("ana")),
                        "parts: {failures: {" + ERROR_FILTER + ", above: 4, window: 1m},"
                                + " success: {filter: severity_number < 17}}",
                        "sequence: [failures, success]",
                        "within: 5m"),
                told(
                        "shop: placed: 1 record over 10s (bound 0), then no paid within 1m",
                        "shop: placed: 1 registro em 10 s (limite 0), depois sem paid em 1 min",
                        story -> story.push(1, 1, bad()).foldedTo(70),
                        "parts: {placed: {" + ERROR_FILTER + "}, paid: {filter: severity_number < 17}}",
                        "sequence: [placed, not paid]",
                        "within: 1m"),
                told(
                        "shop: burn rate 2 over 5m and 2 over 1m (bound 1.5, objective 90.5 %), 1000 records",
                        "shop: consumo do orçamento de erros 2 em 5 min e 2 em 1 min (limite 1,5; objetivo 90,5 %), 1.000 registros",
                        story -> story.push(1, logs(810, 190)),
                        ERRORS,
                        "slo: {objective: 90.5, burn_rates: [{severity: critical, factor: 5, window: 1m, short_window: 20s},"
                                + " {severity: medium, factor: 1.5, window: 5m, short_window: 1m}]}"));
    }

    static Stream<Arguments> endings() {
        String[] often = {"aggregate: count", "above: 5", "window: 10s", "recover_for: 10s"};
        String limits = "flapping: {changes: 5, within: 10m, settle_for: 2m}";
        return Stream.of(
                told(
                        "shop: no records for 10s; watched for 1h",
                        "shop: nenhum registro em 10 s; em observação por 1 h",
                        story -> story.push(1, 6, log()).foldedTo(30),
                        often[0],
                        often[1],
                        often[2],
                        often[3],
                        "watch: 1h"),
                told(
                        "shop: 6 records over 10s (bound 5); flapping: 5 changes in 2m",
                        "shop: 6 registros em 10 s (limite 5); oscilando: 5 mudanças em 2 min",
                        story -> story.incident(3).incident(63).push(123, 6, log()),
                        often[0],
                        often[1],
                        often[2],
                        often[3],
                        limits),
                told(
                        "shop: no records for 10s; flapping: 5 changes in 2m; watched for 2m",
                        "shop: nenhum registro em 10 s; oscilando: 5 mudanças em 2 min; em observação por 2 min",
                        story -> story.incident(3).incident(63).incident(123),
                        often[0],
                        often[1],
                        often[2],
                        often[3],
                        limits));
    }

    private static Arguments told(String english, String portuguese, Consumer<Story> happens, String... rule) {
        return Arguments.of(List.of(rule), happens, english, portuguese);
    }

    private static Log.Builder log() {
        return Log.newBuilder().setService("shop").setSeverityNumber(9);
    }

    private static Log.Builder bad() {
        return log().setSeverityNumber(17);
    }

    private static Log.Builder user(String name) {
        return log().setAttributes(Map.of("user", name));
    }

    private static Log.Builder value(double value) {
        return log().setAttributes(Map.of("value", value));
    }

    private static Log.Builder duration(double seconds) {
        return log().setHttp(
                        Http.newBuilder().setDuration((long) (seconds * 1e9)).build());
    }

    private static Log.Builder[] logs(int good, int bad) {
        Log.Builder[] all = new Log.Builder[good + bad];
        Arrays.fill(all, 0, good, log());
        Arrays.fill(all, good, all.length, bad());
        return all;
    }

    /** Raw records through the folds of {@code aggregate} and {@code evaluate}, with one rule. Seconds count from a morning in UTC. */
    private static final class Story {

        private static final long BEGINNING =
                Instant.parse("2027-01-15T08:00:00Z").toEpochMilli();
        private static final Topics TOPICS = Topics.of("", 1, 1);
        private static final TopicPartition LOGS =
                new TopicPartition(TOPICS.logs().name(), 0);
        private static final TopicPartition SPANS =
                new TopicPartition(TOPICS.spans().name(), 0);
        private static final List<Input> INPUTS = List.of(new Input(LOGS.topic(), 1), new Input(SPANS.topic(), 1));
        /** So late may records be that their own times say nothing of how complete they are. */
        private static final AggregateSettings SETTINGS =
                new AggregateSettings("x", Duration.ofMillis(100), Duration.ofDays(36_500), 1_000, 10_000, 0);

        private final FrameWriter aggregate = new FrameWriter(TOPICS, SETTINGS, List.of(LOGS, SPANS));
        private final Evaluation evaluate = new Evaluation(0, new HeapStore(), TOPICS);
        private final List<Alert> alerts = new ArrayList<>();
        private long now = BEGINNING;
        private long complete = BEGINNING;
        private long folded;

        Story(List<String> fields) {
            List<String> lines = new ArrayList<>(List.of("id: r"));
            if (fields.stream().noneMatch(field -> field.startsWith("slo"))) lines.add("severity: high");
            if (fields.stream().noneMatch(field -> field.startsWith("group_by"))) lines.add("group_by: [service]");
            if (fields.stream().noneMatch(field -> field.startsWith("recover_for"))) lines.add("recover_for: 0");
            lines.addAll(fields);
            RuleFile file = new RuleFile("rules.yaml", "rules:\n  - " + String.join("\n    ", lines) + "\n");
            RuleFiles rules = new RuleFiles();
            rules.take(file);
            aggregate.countBy(rules.rules(), 0);
            fold(new Tick(BEGINNING, INPUTS));
            fold(new ControlSignal(0L, new Control("c", BEGINNING, "file:rules.yaml", null, file)));
            foldedTo(0);
        }

        /** A transaction with so many of a record. */
        Story push(long second, int count, Log.Builder log) {
            Log.Builder[] logs = new Log.Builder[count];
            Arrays.fill(logs, log);
            return push(second, logs);
        }

        Story push(long second, Log.Builder... logs) {
            long at = BEGINNING + second * 1_000;
            for (Log.Builder log : logs) {
                add(LOGS, Log.newBuilder(log).setTimestamp(at * 1_000).build(), at);
            }
            return commit(at);
        }

        Story pushSpans(long second, int count) {
            long at = BEGINNING + second * 1_000;
            for (int i = 0; i < count; i++)
                add(
                        SPANS,
                        Span.newBuilder()
                                .setTimestamp(at * 1_000)
                                .setDuration(5L)
                                .setTraceId("0af7651916cd43dd8448eb211c80319c")
                                .setSpanId("b7ad6b7169203331")
                                .setName("GET /pay")
                                .setService("shop")
                                .build(),
                        at);
            return commit(at);
        }

        private void add(TopicPartition partition, SpecificRecord record, long at) {
            now = Math.max(now, at);
            assertThat(aggregate.add(partition, record, now)).isEmpty();
        }

        /** A breach, and fifty seconds. */
        Story incident(long second) {
            return push(second, 6, log()).foldedTo(second + 47);
        }

        /** Event time is complete up to a second. */
        Story foldedTo(long second) {
            complete = BEGINNING + second * 1_000;
            return commit(complete);
        }

        private Story commit(long at) {
            now = Math.max(now, at);
            aggregate.commit(now, Map.of(LOGS, complete, SPANS, complete)).forEach(this::fold);
            return this;
        }

        private void fold(SpecificRecord body) {
            for (Outcome outcome : evaluate.fold(folded++, new Signal(body))) {
                if (outcome instanceof Outcome.Transitioned transitioned) alerts.add(transitioned.alert());
            }
        }

        Alert last() {
            assertThat(alerts).isNotEmpty();
            return alerts.get(alerts.size() - 1);
        }
    }
}
