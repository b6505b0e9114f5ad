package dev.vigia.bench;

import dev.vigia.ingest.gateway.Gateway;
import dev.vigia.ingest.gateway.GatewaySettings;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.json.LogJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Logs by HTTP, against the same logs from a producer in the application. */
final class GatewayBench implements Benchmark {

    private static final int BATCH = 500;
    private static final int BODIES = 60;
    private static final int CONNECTIONS = 8;
    private static final int PRODUCERS = 2;

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        List<Log> logs = logs();
        List<byte[]> requests = requests(logs);
        try (Cluster cluster = Cluster.start(options)) {
            KafkaSettings kafka = cluster.install("");
            Gateway gateway = new Gateway(GatewaySettings.onPort(0), kafka, new SimpleMeterRegistry());
            gateway.start();
            try (LogTopic topic = new LogTopic(kafka)) {
                Duel.Result result = new Duel(name(), options)
                        .fight(
                                round -> topic.counted(accepted -> post(gateway.port(), requests, options, accepted)),
                                round -> topic.counted(accepted -> produce(kafka, logs, options, accepted)));
                return List.of(Row.compared(name(), "records/s", result, "plain producer", note(logs, requests)));
            } finally {
                gateway.close();
            }
        }
    }

    private static Speed post(int port, List<byte[]> requests, Options options, LongAdder accepted) throws Exception {
        return Crew.speed(CONNECTIONS, options.seconds(), (number, deadline) -> {
            long done = 0;
            try (Posts connection = new Posts(port)) {
                for (int i = number; System.nanoTime() < deadline; i += CONNECTIONS) {
                    connection.post(requests.get(i % BODIES));
                    done += BATCH;
                }
            }
            accepted.add(done);
            return done;
        });
    }

    private static Speed produce(KafkaSettings kafka, List<Log> logs, Options options, LongAdder accepted)
            throws Exception {
        return Crew.speed(PRODUCERS, options.seconds(), (number, deadline) -> {
            long done = 0;
            try (Telemetry producer = new Telemetry(kafka)) {
                for (int i = number; System.nanoTime() < deadline; i += PRODUCERS) {
                    int from = i % BODIES * BATCH;
                    for (Log log : logs.subList(from, from + BATCH)) producer.send(log, Failures::stop);
                    done += BATCH;
                }
                producer.flush();
            }
            accepted.add(done);
            return done;
        });
    }

    private static List<Log> logs() {
        Requests requests = Requests.ofThousandSeries();
        List<Log> logs = new ArrayList<>();
        for (int n = 0; n < BATCH * BODIES; n++) {
            logs.add(requests.request(n, System.currentTimeMillis() * 1_000));
        }
        return logs;
    }

    private static List<byte[]> requests(List<Log> logs) {
        List<byte[]> requests = new ArrayList<>();
        for (int from = 0; from < logs.size(); from += BATCH) {
            StringBuilder body = new StringBuilder();
            logs.subList(from, from + BATCH)
                    .forEach(log -> body.append(LogJson.write(log)).append('\n'));
            requests.add(Posts.request("/ingest/logs", body.toString().getBytes(StandardCharsets.UTF_8)));
        }
        return requests;
    }

    private static String note(List<Log> logs, List<byte[]> requests) {
        long bytes = requests.stream().mapToLong(request -> request.length).sum();
        return String.format(
                Locale.ROOT,
                "%d connections, %d records a request, %d bytes of JSON a record; %d producers",
                CONNECTIONS,
                BATCH,
                bytes / logs.size(),
                PRODUCERS);
    }
}
