package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Raw logs, second by second, through the folds of aggregate and evaluate. Evaluate is a new one for each signal, so that it
 * remembers nothing but what its store holds.
 */
final class LogStory implements AutoCloseable {

    private static final long START = Instant.parse("2027-01-15T08:00:00Z").toEpochMilli();

    private final long beginning;
    private final Instance writer;
    private final CountingStore store = new CountingStore();
    private final List<String> news = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private long now;
    private long watermark;
    private long folded;

    private LogStory(long beginning, String rules) throws IOException {
        this.beginning = beginning;
        this.writer = new Instance(rules, 0, List.of(0));
        this.now = beginning;
        fold(new Signal(new Tick(beginning, List.of(new Input("logs", 1)))));
    }

    private LogStory rule(String rules) {
        RuleFile file = new RuleFile("rules.yaml", rules);
        fold(new Signal(new ControlSignal(0L, new Control("c", beginning, "file:rules.yaml", null, file))));
        return this;
    }

    /** Begins on a day of 2027 at 8:00 UTC, with a rule that has counted from the first record on. */
    static LogStory of(String... fields) throws IOException {
        return at(START, fields);
    }

    static LogStory at(String instant, String... fields) throws IOException {
        return at(Instant.parse(instant).toEpochMilli(), fields);
    }

    private static LogStory at(long beginning, String... fields) throws IOException {
        return new LogStory(beginning, yaml(fields)).rule(yaml(fields)).foldedTo(0);
    }

    /** As {@link #at}, but nobody has said how far event time is complete. */
    static LogStory blankAt(String instant, String... fields) throws IOException {
        return new LogStory(Instant.parse(instant).toEpochMilli(), yaml(fields)).rule(yaml(fields));
    }

    /** With a rule that comes into force when the log has been folded up to the beginning without it. */
    static LogStory ofNewRule(String... fields) throws IOException {
        LogStory story = new LogStory(START, yaml(fields));
        new Instance("rules: []", -1, List.of(0)).idle(START, START).forEach(story::fold);
        return story.rule(yaml(fields)).foldedTo(0);
    }

    private static String yaml(String... fields) {
        List<String> lines = new ArrayList<>(List.of("id: r"));
        boolean says = Arrays.stream(fields).anyMatch(field -> field.startsWith("severit") || field.startsWith("slo"));
        if (!says) lines.add("severity: high");
        if (Arrays.stream(fields).noneMatch(field -> field.startsWith("group_by"))) lines.add("group_by: [service]");
        if (Arrays.stream(fields).noneMatch(field -> field.startsWith("recover_for"))) lines.add("recover_for: 0");
        lines.addAll(List.of(fields));
        return "rules:\n  - " + String.join("\n    ", lines) + "\n";
    }

    /** A log of the service {@code shop}. */
    static Log.Builder log() {
        return Log.newBuilder().setService("shop").setSeverityNumber(9);
    }

    static Log.Builder event(String name) {
        return log().setEventName(name);
    }

    static Log.Builder user(String name) {
        return log().setAttributes(Map.of("user", name));
    }

    static Log.Builder value(double value) {
        return log().setAttributes(Map.of("value", value));
    }

    static Log.Builder duration(double seconds) {
        return log().setHttp(
                        Http.newBuilder().setDuration((long) (seconds * 1e9)).build());
    }

    /** A transaction with so many of a log. */
    LogStory push(long second, int count, Log.Builder log) {
        Log.Builder[] logs = new Log.Builder[count];
        Arrays.fill(logs, log);
        return push(second, logs);
    }

    /** A transaction with logs of one second. */
    LogStory push(long second, Log.Builder... logs) {
        List<Log> records = new ArrayList<>();
        for (Log.Builder log : logs) {
            records.add(Log.newBuilder(log)
                    .setTimestamp((beginning + second * 1_000) * 1_000)
                    .build());
        }
        now = Math.max(now, beginning + second * 1_000);
        writer.transaction(now, Map.of(0, records), Map.of(0, watermark)).forEach(this::fold);
        return this;
    }

    /** Event time is complete up to a second. */
    LogStory foldedTo(long second) {
        watermark = beginning + second * 1_000;
        now = Math.max(now, watermark);
        writer.idle(now, watermark).forEach(this::fold);
        return this;
    }

    /** What happened since it was last asked: {@code second transition group}, one text each. */
    LogStory expect(String... transitions) {
        List<String> said = List.copyOf(news);
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

    CountingStore store() {
        return store;
    }

    private void fold(Signal signal) {
        for (Outcome outcome : new Evaluation(0, store, Instance.TOPICS).fold(folded++, signal)) {
            if (outcome instanceof Outcome.Measured) continue;
            assertThat(outcome).isInstanceOf(Outcome.Transitioned.class);
            Alert alert = ((Outcome.Transitioned) outcome).alert();
            alerts.add(alert);
            news.add((alert.getAt() - beginning) / 1000 + " " + alert.getTransition() + " "
                    + String.join(",", alert.getGroup().values()));
        }
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    /** A store on the heap that counts the entries that are read. */
    static final class CountingStore implements OrderedStore {

        private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
        private long read;

        /** How many entries were read since it was last asked. */
        long read() {
            long count = read;
            read = 0;
            return count;
        }

        /** How many entries of a table there are. */
        long size(char table) {
            return entries.keySet().stream().filter(key -> key[0] == table).count();
        }

        @Override
        public Optional<byte[]> get(byte[] key) {
            read++;
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public void put(byte[] key, byte[] value) {
            entries.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            entries.remove(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            for (var entry : entries.subMap(from, true, to, false).entrySet()) {
                read++;
                if (!visitor.visit(entry.getKey(), entry.getValue())) return;
            }
        }
    }
}
