package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.util.List;
import java.util.Locale;

/** The Elasticsearch connector in a Connect worker, against the same documents as bulk requests made before. */
final class SinkBench implements Benchmark {

    /** A run of about the wished length, should this be the speed. */
    private static final int PER_SECOND = 40_000;

    @Override
    public String name() {
        return "elasticsearch-sink";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        int documents = PER_SECOND * options.seconds();
        try (SinkBed bed = SinkBed.start(options)) {
            Duel.Result result = new Duel(name(), options)
                    .fight(round -> connector(bed, round, documents), round -> prebuilt(bed, round, documents));
            String note = String.format(
                    Locale.ROOT,
                    "%,d documents a run, %d a request, %d requests at a time; new data stream each run",
                    documents,
                    BulkTarget.BATCH,
                    BulkTarget.IN_FLIGHT);
            return List.of(Row.compared(name(), "documents/s", result, "prebuilt _bulk bodies", note));
        }
    }

    private static Speed connector(SinkBed bed, int round, int documents) throws Exception {
        KafkaSettings kafka = bed.filled(round, documents);
        bed.target().empty();
        String name = "elasticsearch-" + round;
        Stretch stretch = new Stretch(documents);
        bed.worker().start(name, kafka, bed.node().url());
        while (!stretch.at(bed.worker().written(name))) Thread.sleep(1);
        bed.worker().stop(name);
        bed.target().requireDocuments(documents);
        return stretch.speed();
    }

    private static Speed prebuilt(SinkBed bed, int round, int documents) throws Exception {
        List<byte[]> bodies = BulkBodies.of(bed.topics(round), documents, BulkTarget.BATCH);
        bed.target().empty();
        Speed speed = bed.target().send(bodies, documents);
        bed.target().requireDocuments(documents);
        return speed;
    }
}
