package dev.vigia.processors.aggregate;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Records a second through {@code aggregate} with 50 rules, against a bare consumer that decodes the same records. Its
 * argument is how many records; run it with the class path of the tests and {@code -Dvigia.root} at the source tree.
 */
final class AggregatorSpeed {

    private final KafkaSettings kafka;
    private final int records;
    private long bareCpu;
    private long aggregateCpu;
    private long cpuBefore;

    private AggregatorSpeed(KafkaSettings kafka, int records) {
        this.kafka = kafka;
        this.records = records;
    }

    public static void main(String[] args) throws Exception {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 500_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        try (Cluster cluster = Cluster.start(Files.createTempDirectory("speed"))) {
            AggregatorSpeed speed = new AggregatorSpeed(cluster.install(""), records);
            speed.produce();
            for (int round = 0; round < rounds; round++) {
                double bare = speed.bare();
                double aggregate = speed.aggregate();
                System.out.printf(
                        "bare %,.0f/s (%d ns of CPU each), aggregate %,.0f/s (%d ns), ratio %.2f%n",
                        bare, speed.bareCpu / records, aggregate, speed.aggregateCpu / records, aggregate / bare);
            }
        }
        System.exit(0);
    }

    private void produce() throws IOException {
        try (Load load = new Load(kafka)) {
            load.rules("speed.yaml", rules());
            for (int n = 0; n < records; n++) load.log(log(n));
            load.flush();
        }
    }

    private static Log log(int n) {
        return Log.newBuilder()
                .setTimestamp(System.currentTimeMillis() * 1_000)
                .setObservedTimestamp(System.currentTimeMillis() * 1_000)
                .setService("service-" + n % 10)
                .setSeverityNumber(n % 50 == 0 ? 17 : 9)
                .setSeverityText(n % 50 == 0 ? "ERROR" : "INFO")
                .setMessage("GET /api/v1/items/" + n % 1_000 + " answered")
                .setTraceId("0af7651916cd43dd8448eb211c80319c")
                .setSpanId("b7ad6b7169203331")
                .setResource(Map.of("host.name", "host-" + n % 20, "deployment.environment.name", "production"))
                .setAttributes(Map.of("user.id", "user-" + n % 5_000, "tenant", (long) n % 40))
                .setHttp(Http.newBuilder()
                        .setMethod("GET")
                        .setRoute("/api/v1/items/{id}/" + n % 20)
                        .setPath("/api/v1/items/" + n % 1_000)
                        .setStatus(n % 50 == 0 ? 500 : 200)
                        .setDuration(1_000_000L * (n % 997))
                        .setResponseBytes((long) n % 4_096)
                        .setClientAddress("10.0.0." + n % 250)
                        .build())
                .build();
    }

    private static String rules() {
        StringBuilder yaml = new StringBuilder("rules:\n");
        for (int i = 0; i < 10; i++) {
            String service = "service == \"service-" + i + "\"";
            rule(yaml, "rate-" + i, service + " && http.status > 0", "[http.route]", "error_rate", "");
            rule(yaml, "p95-" + i, service, "[]", "percentile", ", percentile: 95, field: http.duration");
            rule(yaml, "count-" + i, service + " && severity_number >= 17", "[]", "count", "");
            rule(yaml, "event-" + i, "event_name == \"event-" + i + "\"", "[attributes.user.id]", "count", "");
        }
        for (int i = 0; i < 5; i++) {
            rule(yaml, "slow-" + i, "http.duration > " + (0.9 + i / 50.0), "[service]", "count", "");
            rule(yaml, "words-" + i, "message.contains(\"error-" + i + "\")", "[service]", "count", "");
        }
        return yaml.toString();
    }

    private static void rule(
            StringBuilder yaml, String id, String filter, String groupBy, String aggregate, String more) {
        yaml.append(String.format(
                "  - {id: %s, filter: '%s', group_by: %s, aggregate: %s%s, above: 0.9, severity: low}%n",
                id, filter, groupBy, aggregate, more));
    }

    private double bare() {
        try (RegistryClient registry = Cluster.registry(kafka);
                KafkaConsumer<byte[], byte[]> consumer = Recording.consumer(kafka)) {
            AvroDeserializer<Log> deserializer = new AvroDeserializer<>(registry, Log.class);
            List<TopicPartition> partitions =
                    Recording.partitions(kafka.topics().logs());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long[] read = {0};
            long before = cpu("main");
            double rate = rate(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (deserializer.deserialize(record.topic(), record.value()) != null) read[0]++;
                }
                return read[0];
            });
            bareCpu = cpu("main") - before;
            return rate;
        }
    }

    private double aggregate() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        double rate;
        try (Aggregator aggregator = new Aggregator(kafka, AggregateSettings.of("one"), meters, Clock.systemUTC())) {
            aggregator.start();
            rate = rate(() -> {
                long cpu = cpu("aggregate");
                long read = (long) meters.counter("vigia.aggregate.records").count();
                if (read == 0) cpuBefore = cpu;
                if (cpu > 0) aggregateCpu = cpu - cpuBefore;
                sleep();
                return read;
            });
        }
        try (Admin admin = Admin.create(kafka.common())) {
            // The static member is still there; its offsets go back to the beginning nevertheless.
            admin.removeMembersFromConsumerGroup(
                            Clients.group(kafka),
                            new org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
            admin.deleteConsumerGroups(List.of(Clients.group(kafka))).all().get();
        }
        return rate;
    }

    /** From the first records on, so that joining the group is left out. */
    private double rate(LongSupplier progress) {
        long first = 0;
        long begun = 0;
        while (true) {
            long now = progress.getAsLong();
            if (now > 0 && first == 0) {
                first = now;
                begun = System.nanoTime();
            }
            if (now >= records) return (now - first) * 1e9 / (System.nanoTime() - begun);
        }
    }

    private static long cpu(String thread) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null && info.getThreadName().equals(thread))
                return threads.getThreadCpuTime(info.getThreadId());
        }
        return 0;
    }

    private static void sleep() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
