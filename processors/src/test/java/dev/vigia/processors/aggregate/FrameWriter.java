package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.AvroDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An instance of aggregate without Kafka: folds logs of its partitions and packs them for one partition of signals. */
final class FrameWriter implements AutoCloseable {

    static final Topics TOPICS = Topics.of("", 4, 1);

    private final TestRegistry server = new TestRegistry();
    private final Frames frames = new Frames(TOPICS, 1, 1, server.client());
    private final AvroDeserializer<Signal> deserializer = new AvroDeserializer<>(server.client(), Signal.class);
    private final CompiledRules rules;
    private final long rulesOffset;
    private final Map<Integer, Long> positions = new TreeMap<>();

    /**
     * An instance that has folded nothing.
     *
     * @param rulesOffset of the rules in control
     * @param partitions of logs
     */
    FrameWriter(String yaml, long rulesOffset, List<Integer> partitions) throws IOException {
        this.rules = CompiledRules.of(RuleSetParser.parse("rules.yaml", yaml).rules());
        this.rulesOffset = rulesOffset;
        partitions.forEach(partition -> positions.put(partition, 0L));
    }

    /** What a transaction writes that begins at a time (milliseconds) and takes these records of each partition. */
    List<Signal> transaction(long at, Map<Integer, List<Log>> records, Map<Integer, Long> watermarks) {
        List<Cut> cuts = new ArrayList<>();
        List<Delta> deltas = new ArrayList<>();
        positions.forEach((partition, from) -> {
            Fold fold = new Fold(Source.LOGS, rules, AggregateSettings.of("x"), at);
            long to = from;
            for (Log log : records.getOrDefault(partition, List.of()))
                assertThat(fold.add(to++, log)).isEmpty();
            deltas.addAll(fold.drain(cuts.size()));
            cuts.add(new Cut("logs", partition, from, to, to - from, watermarks.get(partition)));
        });
        cuts.forEach(cut -> positions.put(cut.getPartition(), cut.getToOffset()));
        List<Signal> signals = new ArrayList<>();
        Frames.Packing packing = frames.begin(new Frames.Header(cuts, rulesOffset, at), record -> {
            if (record.topic().equals("signals")) signals.add(deserializer.deserialize("signals", record.value()));
        });
        deltas.forEach(packing);
        packing.finish();
        return signals;
    }

    /** A transaction without records. */
    List<Signal> idle(long at, long watermark) {
        Map<Integer, Long> watermarks = new TreeMap<>();
        positions.keySet().forEach(partition -> watermarks.put(partition, watermark));
        return transaction(at, Map.of(), watermarks);
    }

    /** So many logs of a service. */
    static List<Log> logs(int count, String service, int severity, long millis) {
        List<Log> logs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            logs.add(Log.newBuilder()
                    .setTimestamp(millis * 1_000)
                    .setService(service)
                    .setSeverityNumber(severity)
                    .build());
        }
        return logs;
    }

    /** What evaluate makes of a log, beginning anew with each signal. */
    static List<Alert> judge(List<Signal> log) {
        HeapStore store = new HeapStore();
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            for (Outcome outcome : new Evaluation(0, store, TOPICS).fold(i, log.get(i))) {
                assertThat(outcome).isInstanceOf(Outcome.Transitioned.class);
                alerts.add(((Outcome.Transitioned) outcome).alert());
            }
        }
        return alerts;
    }

    @Override
    public void close() {
        server.close();
    }
}
