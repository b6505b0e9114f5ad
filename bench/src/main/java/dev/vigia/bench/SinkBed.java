package dev.vigia.bench;

import dev.vigia.platform.ElasticsearchProcess;
import dev.vigia.platform.PlatformHome;
import dev.vigia.runtime.KafkaSettings;
import java.io.IOException;

/** Kafka and Elasticsearch, and a Connect worker for the connector between them. */
record SinkBed(Cluster cluster, ElasticsearchProcess node, BulkTarget target, SinkWorker worker)
        implements AutoCloseable {

    static SinkBed start(Options options) throws IOException {
        Cluster cluster = Cluster.start(options);
        ElasticsearchProcess node = ElasticsearchProcess.start(
                cluster.dir().resolve("elasticsearch"), 0, PlatformHome.find().elasticsearch());
        return new SinkBed(cluster, node, new BulkTarget(node.url()), new SinkWorker(cluster));
    }

    /** The topics of a run, and so many records in them: documents' ids come from the topic and the offset. */
    KafkaSettings filled(int round, int records) throws Exception {
        KafkaSettings kafka = topics(round);
        try (Telemetry telemetry = new Telemetry(kafka)) {
            telemetry.fill(records);
        }
        return kafka;
    }

    KafkaSettings topics(int round) throws Exception {
        return cluster.install("run" + round + ".");
    }

    @Override
    public void close() throws IOException {
        worker.close();
        target.close();
        node.close();
        cluster.close();
    }
}
