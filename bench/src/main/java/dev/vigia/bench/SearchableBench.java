package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.util.List;

/** How long it takes from a record's append to Kafka until a search in Elasticsearch finds it. */
final class SearchableBench implements Benchmark {

    @Override
    public String name() {
        return "searchable";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        try (SinkBed bed = SinkBed.start(options)) {
            KafkaSettings kafka = bed.cluster().install("");
            try (Telemetry telemetry = new Telemetry(kafka);
                    SearchWatch watch = new SearchWatch(bed.node().url())) {
                bed.worker().start(name(), kafka, bed.node().url());
                Probes probes = new Probes(telemetry, watch.seen());
                return probes.latencies(
                        name(), options, "a search every 100 ms; refresh interval 1 s, Elasticsearch's default");
            }
        }
    }
}
