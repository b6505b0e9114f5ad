package dev.vigia.bench;

import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.aggregate.Aggregator;
import dev.vigia.runtime.KafkaSettings;
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

/** The fold of raw records to deltas, exactly once, against a consumer that only decodes them. */
final class AggregateBench implements Benchmark {

    /** A run of about the wished length, should this be the speed. */
    private static final int PER_SECOND = 150_000;

    @Override
    public String name() {
        return "aggregate";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        int records = PER_SECOND * options.seconds();
        try (Cluster cluster = Cluster.start(options)) {
            KafkaSettings kafka = cluster.install("");
            try (Telemetry telemetry = new Telemetry(kafka)) {
                telemetry.rules(FiftyRules.file(""));
                telemetry.fill(records);
            }
            Expectation expectation = Expectation.of(records);
            Duel.Result result = new Duel(name(), options)
                    .fight(
                            round -> fold(kafka, expectation),
                            round -> BareConsumer.speed(kafka, expectation.records()));
            return List.of(Row.compared(
                    name(),
                    "records/s",
                    result,
                    "bare consumer, same decode",
                    String.format(
                            Locale.ROOT,
                            "%,d records, %d rules, %.2f matches a record, 1,000 series; sums checked",
                            records,
                            FiftyRules.all().size(),
                            expectation.matchesPerRecord())));
        }
    }

    /** Folds everything from the first record on; timed from the first commit to the last. */
    private static Speed fold(KafkaSettings kafka, Expectation expectation) throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Counter folded = meters.counter("vigia.aggregate.records");
        try (DeltaSums sums = new DeltaSums(kafka)) {
            Stretch stretch = new Stretch(expectation.records());
            try (Aggregator aggregator =
                    new Aggregator(kafka, AggregateSettings.of("bench"), meters, Clock.systemUTC())) {
                aggregator.start();
                while (!stretch.at((long) folded.count())) Thread.sleep(1);
            }
            expectation.check(sums.read());
            forget(kafka, expectation.records());
            return stretch.speed();
        }
    }

    /** Makes sure that all is committed, and takes the group away, so that the next run begins at the beginning. */
    private static void forget(KafkaSettings kafka, long records) throws InterruptedException, ExecutionException {
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
            Failures.require(sum == records, "of " + records + " records " + sum + " are committed");
            admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            admin.deleteConsumerGroups(List.of(group)).all().get();
        }
    }
}
