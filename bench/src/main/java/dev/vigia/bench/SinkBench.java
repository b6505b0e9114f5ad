package dev.vigia.bench;

import dev.vigia.platform.ConnectWorker;
import dev.vigia.platform.ElasticsearchProcess;
import dev.vigia.platform.PlatformHome;
import dev.vigia.runtime.KafkaSettings;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.ObjectName;

/** The Elasticsearch connector in a Connect worker, against the same documents as bulk requests made before. */
final class SinkBench implements Benchmark {

    /** A run of about the wished length, should this be the speed. */
    private static final int PER_SECOND = 10_000;

    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    /** What runs while this benchmark does. */
    private record Bed(Cluster cluster, BulkTarget target, ConnectWorker worker, int documents) {}

    @Override
    public String name() {
        return "elasticsearch-sink";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        int documents = PER_SECOND * options.seconds();
        try (Cluster cluster = Cluster.start(options);
                ElasticsearchProcess node = ElasticsearchProcess.start(
                        cluster.dir().resolve("elasticsearch"),
                        0,
                        PlatformHome.find().elasticsearch());
                BulkTarget target = new BulkTarget(node.url());
                ConnectWorker worker = worker(cluster)) {
            Bed bed = new Bed(cluster, target, worker, documents);
            Duel.Result result =
                    new Duel(name(), options).fight(round -> connector(bed, round), round -> prebuilt(bed, round));
            String note = String.format(
                    Locale.ROOT,
                    "%,d documents a run, %d a request, %d requests at a time; new data stream each run",
                    documents,
                    BulkTarget.BATCH,
                    BulkTarget.IN_FLIGHT);
            return List.of(Row.compared(name(), "documents/s", result, "prebuilt _bulk bodies", note));
        }
    }

    /** Each run has topics of its own: the documents' ids come from the topic and the offset. */
    private static String prefix(int round) {
        return "run" + round + ".";
    }

    private static Speed connector(Bed bed, int round) throws Exception {
        KafkaSettings kafka = bed.cluster().install(prefix(round));
        try (Telemetry telemetry = new Telemetry(kafka)) {
            telemetry.fill(bed.documents());
        }
        bed.target().empty();
        String name = "elasticsearch-" + round;
        Stretch stretch = new Stretch(bed.documents());
        bed.worker().startConnector(name, config(kafka, bed.target()));
        while (!stretch.at(written(name))) Thread.sleep(1);
        bed.worker().stopConnector(name);
        bed.target().requireDocuments(bed.documents());
        return stretch.speed();
    }

    private static Speed prebuilt(Bed bed, int round) throws Exception {
        KafkaSettings kafka = bed.cluster().install(prefix(round));
        List<byte[]> bodies = BulkBodies.of(kafka, bed.documents(), BulkTarget.BATCH);
        bed.target().empty();
        Speed speed = bed.target().send(bodies, bed.documents());
        bed.target().requireDocuments(bed.documents());
        return speed;
    }

    private static long written(String connector) throws Exception {
        ObjectName name = new ObjectName(
                "dev.vigia:type=elasticsearch-sink,connector=" + ObjectName.quote(connector) + ",task=0");
        try {
            return (Long) ManagementFactory.getPlatformMBeanServer().getAttribute(name, "Written");
        } catch (InstanceNotFoundException e) {
            return 0; // its task has not begun
        }
    }

    private static ConnectWorker worker(Cluster cluster) {
        return ConnectWorker.start(Map.of(
                "bootstrap.servers",
                cluster.bootstrapServers(),
                "offset.storage.file.filename",
                cluster.dir().resolve("connect.offsets").toString(),
                "key.converter",
                BYTES,
                "value.converter",
                BYTES));
    }

    private static Map<String, String> config(KafkaSettings kafka, BulkTarget target) {
        Map<String, String> config = new HashMap<>();
        config.put("connector.class", "dev.vigia.sinks.elasticsearch.ElasticsearchSinkConnector");
        config.put("tasks.max", "1");
        config.put("topics", kafka.topics().logs().name());
        config.put("key.converter", BYTES);
        config.put("value.converter", BYTES);
        config.put("consumer.override.isolation.level", "read_committed");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.putAll(kafka.schemaRegistry());
        config.put("topics.prefix", kafka.topicPrefix());
        config.put("connection.url", target.url().toString());
        config.put("batch.size", Integer.toString(BulkTarget.BATCH));
        config.put("max.in.flight.requests", Integer.toString(BulkTarget.IN_FLIGHT));
        return config;
    }
}
