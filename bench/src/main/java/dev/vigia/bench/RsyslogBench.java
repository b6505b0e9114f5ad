package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The Elasticsearch connector, from Avro to documents with ids of their own, against rsyslog, which forwards the same documents
 * from a topic that has them as JSON.
 */
final class RsyslogBench implements Benchmark {

    private static final int PER_SECOND = 30_000;

    /** Something that writes to the node. */
    private interface Writer {
        void check() throws Exception;
    }

    @Override
    public String name() {
        return "elasticsearch-sink-rsyslog";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        if (!Rsyslog.installed()) {
            return List.of(Row.missing(name(), "rsyslog is not here: apt-get install " + Rsyslog.PACKAGES));
        }
        int documents = PER_SECOND * options.seconds();
        try (SinkBed bed = SinkBed.start(options)) {
            Duel.Result result = new Duel(name(), options)
                    .fight(round -> connector(bed, round, documents), round -> rsyslog(bed, round, documents));
            String note = String.format(
                    Locale.ROOT,
                    "%,d documents a run, %d a request, %d requests at a time; progress by the node's own count;"
                            + " processor time of rsyslog: its process",
                    documents,
                    BulkTarget.BATCH,
                    BulkTarget.IN_FLIGHT);
            return List.of(Row.compared(name(), "documents/s", result, "rsyslog, the documents as JSON", note));
        }
    }

    private static Speed connector(SinkBed bed, int round, int documents) throws Exception {
        KafkaSettings kafka = bed.filled(round, documents);
        bed.target().empty();
        String name = "elasticsearch-" + round;
        bed.worker().start(name, kafka, bed.node().url());
        Speed speed = indexed(bed.target(), documents, () -> {});
        bed.worker().stop(name);
        bed.target().requireDocuments(documents);
        return speed;
    }

    private static Speed rsyslog(SinkBed bed, int round, int documents) throws Exception {
        KafkaSettings kafka = bed.topics(round);
        String topic = bed.cluster().newTopic("documents" + round);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer())) {
            BulkBodies.each(
                    kafka,
                    documents,
                    operation ->
                            producer.send(new ProducerRecord<>(topic, BulkBodies.document(operation)), Failures::stop));
        }
        bed.target().empty();
        Path dir = bed.cluster().dir().resolve("rsyslog-" + round);
        try (Rsyslog rsyslog =
                Rsyslog.start(dir, kafka.bootstrapServers(), topic, bed.node().url())) {
            Speed speed = indexed(bed.target(), documents, rsyslog::requireAlive);
            double cpuMicros = rsyslog.cpu().orElseThrow().toNanos() / 1e3 / documents;
            bed.target().requireDocuments(documents);
            return new Speed(speed.perSecond(), cpuMicros);
        }
    }

    private static Speed indexed(BulkTarget target, int documents, Writer writer) throws Exception {
        Stretch stretch = new Stretch(documents);
        while (!stretch.at(target.indexed())) {
            writer.check();
            Thread.sleep(20);
        }
        return stretch.speed();
    }
}
