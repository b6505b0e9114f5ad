package dev.vigia.bench;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Aggregator;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Parts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** {@code aggregate} on an installation of its own, over the same records each time. */
final class FoldRun implements Duel.Way {

    private final KafkaSettings kafka;
    private final Requests requests;
    private final List<BenchRule> rules;
    private final Expectation expectation;
    private int instances = 1;
    private String deltas = "";

    private FoldRun(KafkaSettings kafka, Requests requests, List<BenchRule> rules, Expectation expectation) {
        this.kafka = kafka;
        this.requests = requests;
        this.rules = rules;
        this.expectation = expectation;
    }

    /** Writes the rules and the records. */
    static FoldRun install(KafkaSettings kafka, Requests requests, List<BenchRule> rules, int records) {
        try (Telemetry telemetry = new Telemetry(kafka)) {
            telemetry.rules(BenchRule.file(rules, ""));
            telemetry.fill(requests, records);
        }
        return new FoldRun(kafka, requests, rules, Expectation.of(records, requests, rules));
    }

    /** Lets several instances share the partitions from now on. */
    FoldRun instances(int count) {
        instances = count;
        return this;
    }

    /** Folds everything from the first record on; timed from the first commit to the last. */
    @Override
    public Speed run(int round) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Counter folded = meters.counter("vigia.aggregate.records");
        try (DeltaSums sums = new DeltaSums(kafka)) {
            Stretch stretch = new Stretch(expectation.records());
            try (Parts aggregators = new Parts()) {
                for (int i = 0; i < instances; i++) {
                    AggregateSettings settings = AggregateSettings.of("bench-" + i);
                    aggregators.start(new Aggregator(kafka, settings, meters, Clock.systemUTC()));
                }
                while (!stretch.at((long) folded.count())) Thread.sleep(1);
            }
            expectation.check(sums.read());
            deltas = sums.sizes(expectation.records());
            forget();
            return stretch.speed();
        }
    }

    /** The same records, only read and decoded. */
    Speed bare() {
        return BareConsumer.speed(kafka, expectation.records());
    }

    /** What is folded, and what came of it in the last run. */
    String note() {
        return String.format(
                Locale.ROOT,
                "%,d records, %,d rules, %.2f matches a record, %,d series, %s",
                expectation.records(),
                rules.size(),
                expectation.matchesPerRecord(),
                requests.series(),
                deltas);
    }

    /** Makes sure that all is committed, and takes the group away, so that the next run begins at the beginning. */
    private void forget() throws InterruptedException, ExecutionException {
        String group = kafka.topicPrefix() + "vigia-aggregate";
        try (Admin admin = Admin.create(kafka.common())) {
            Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get());
            committed
                    .keySet()
                    .removeIf(partition ->
                            !partition.topic().equals(kafka.topics().logs().name()));
            long sum = committed.values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
            Failures.require(
                    sum == expectation.records(), "of " + expectation.records() + " records " + sum + " are committed");
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            admin.deleteConsumerGroups(List.of(group)).all().get();
        }
    }
}
