package dev.vigia.bench;

import dev.vigia.runtime.KafkaSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** {@code aggregate} as shipped, without rules, against another way to its built-in series of requests. */
final class PeerBench implements Benchmark {

    private static final Requests REQUESTS = Requests.ofThousandSeries();

    private final String name;
    private final Contender contender;

    /**
     * Who ours is compared with.
     *
     * @param what it is, and how it is set up
     * @param main class of its process
     * @param classPath of its process
     * @param perSecond records of a run of about the wished length, should this be the speed
     * @param parallelism its best here
     */
    private record Contender(String what, String main, List<String> classPath, int perSecond, int parallelism) {}

    private PeerBench(String name, Contender contender) {
        this.name = name;
        this.contender = contender;
    }

    static PeerBench flink() {
        Path libraries = Path.of(System.getProperty("vigia.root"), "bench/flink/target/lib");
        return new PeerBench(
                "aggregate-flink",
                new Contender(
                        "Flink, checkpoints each second, state on the heap, parallelism",
                        "dev.vigia.bench.flink.FlinkMain",
                        List.of(libraries.resolve("*").toString()),
                        1_500_000,
                        2));
    }

    static PeerBench streams() {
        return new PeerBench(
                "aggregate-dsl",
                new Contender(
                        "Kafka Streams' DSL, commits each 100 ms, state in memory and in a changelog, threads",
                        StreamsMain.class.getName(),
                        List.of(System.getProperty("java.class.path").split(File.pathSeparator)),
                        200_000,
                        2));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Row> run(Options options) throws Exception {
        int records = contender.perSecond() * options.seconds();
        int parallelism = Integer.getInteger("vigia.bench.parallelism", contender.parallelism());
        try (Cluster cluster = Cluster.start(options)) {
            KafkaSettings kafka = cluster.install("");
            FoldRun ours = FoldRun.install(kafka, REQUESTS, List.of(), records)
                    .instances(Integer.getInteger("vigia.bench.instances", parallelism));
            SeriesExpectation expectation = SeriesExpectation.of(records, REQUESTS);
            try (PeerProcess process = PeerProcess.start(
                    contender.main(),
                    contender.classPath(),
                    kafka,
                    cluster.dir().resolve("peer"))) {
                Duel.Result result = new Duel(name, options)
                        .fight(
                                round -> ours(kafka, ours, round, expectation),
                                round -> theirs(
                                        kafka,
                                        process,
                                        new PeerRun(name + "-" + round, records, parallelism),
                                        expectation));
                return List.of(
                        Row.compared(name, "records/s", result, contender.what() + " " + parallelism, note(records)));
            }
        }
    }

    private static Speed ours(KafkaSettings kafka, FoldRun run, int round, SeriesExpectation expectation)
            throws Exception {
        try (Tail deltas = new Tail(kafka, kafka.topics().deltas().name())) {
            Speed speed = run.run(round);
            expectation.check(SeriesTotals.ofDeltas(kafka, deltas));
            return speed;
        }
    }

    private static Speed theirs(KafkaSettings kafka, PeerProcess process, PeerRun run, SeriesExpectation expectation)
            throws Exception {
        try (Admin admin = Admin.create(kafka.common())) {
            create(admin, run.results(), kafka.telemetryPartitions());
            try (Tail results = new Tail(kafka, run.results())) {
                Speed speed = process.run(run);
                expectation.check(SeriesTotals.ofResults(results));
                return speed;
            } finally {
                admin.deleteTopics(List.of(run.results())).all().get();
            }
        }
    }

    private static void create(Admin admin, String topic, int partitions)
            throws InterruptedException, ExecutionException {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
    }

    private static String note(int records) {
        return String.format(
                Locale.ROOT,
                "%,d records; requests by service and route in %,d series, each with a sketch, in buckets of 10 s; every"
                        + " series checked",
                records,
                REQUESTS.series() + Requests.SERVICES);
    }
}
