package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What an instance of aggregate writes of logs, and what evaluate makes of that. Watermarks are those that a test sets; event
 * times do not lift them.
 */
final class Instance {

    static final Topics TOPICS = Topics.of("", 4, 1);

    /** After how many signals evaluate is begun anew: no divisor of what tests write in a step. */
    private static final int LIFE = 7;

    private static final AggregateSettings SETTINGS =
            new AggregateSettings("x", Duration.ofMillis(100), Duration.ofDays(36_500), 1_000, 10_000, 0);

    private final FrameWriter writer;
    private final List<Integer> partitions;
    private final Duration margin;

    /**
     * An instance that has folded nothing.
     *
     * @param rulesOffset of the rules in control
     * @param partitions of logs
     */
    Instance(String rules, long rulesOffset, List<Integer> partitions) {
        this(rules, rulesOffset, partitions, Duration.ofSeconds(10));
    }

    /** @param margin by which the watermarks that are set are behind what was read */
    Instance(String rules, long rulesOffset, List<Integer> partitions, Duration margin) {
        this.partitions = partitions;
        this.margin = margin;
        writer = new FrameWriter(
                TOPICS, SETTINGS, partitions.stream().map(Instance::logs).toList());
        writer.countBy(RuleSetParser.parse("rules.yaml", rules).rules(), rulesOffset);
    }

    /** What a transaction writes that begins at a time (milliseconds) and takes these records of each partition. */
    List<Signal> transaction(long at, Map<Integer, List<Log>> records, Map<Integer, Long> watermarks) {
        for (int partition : partitions) {
            for (Log log : records.getOrDefault(partition, List.of()))
                assertThat(writer.add(logs(partition), log, at)).isEmpty();
        }
        Map<TopicPartition, Long> complete = new HashMap<>();
        watermarks.forEach((partition, watermark) -> complete.put(logs(partition), watermark));
        return writer.commit(at, complete).stream()
                .map(frame -> new Signal(
                        Frame.newBuilder(frame).setMargin(margin.toMillis()).build()))
                .toList();
    }

    /** A transaction without records. */
    List<Signal> idle(long at, long watermark) {
        return transaction(
                at, Map.of(), partitions.stream().collect(Collectors.toMap(partition -> partition, all -> watermark)));
    }

    private static TopicPartition logs(int partition) {
        return new TopicPartition("logs", partition);
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

    /** What evaluate makes of a log, beginning anew time and again. */
    static List<Alert> judge(List<Signal> log) {
        HeapStore store = new HeapStore();
        Evaluation evaluation = new Evaluation(0, store, TOPICS);
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            if (i % LIFE == 0) evaluation = new Evaluation(0, store, TOPICS);
            for (Outcome outcome : evaluation.fold(i, log.get(i))) {
                assertThat(outcome).isInstanceOf(Outcome.Transitioned.class);
                alerts.add(((Outcome.Transitioned) outcome).alert());
            }
        }
        return alerts;
    }
}
