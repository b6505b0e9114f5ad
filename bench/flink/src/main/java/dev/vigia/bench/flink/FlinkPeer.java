package dev.vigia.bench.flink;

import dev.vigia.bench.Peer;
import dev.vigia.bench.PeerResult;
import dev.vigia.bench.PeerRun;
import dev.vigia.bench.Request;
import dev.vigia.bench.Speed;
import dev.vigia.bench.Taken;
import dev.vigia.runtime.KafkaSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * A Flink job on a cluster in this JVM: windows of 10 s of event time by route, and from their results those of the services.
 *
 * <pre>
 *   logs -> decode -> by route: window -+-> results
 *                                       +-> by service: window -> results
 * </pre>
 */
final class FlinkPeer implements Peer {

    private static final Duration BUCKET = Duration.ofSeconds(10);
    private static final Duration CHECKPOINTS = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private final Path folder;

    FlinkPeer(KafkaSettings kafka, Path folder) {
        this.kafka = kafka;
        this.folder = folder;
    }

    @Override
    public Speed run(PeerRun run) throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(run.parallelism(), config());
        environment.getConfig().enableObjectReuse();
        environment.enableCheckpointing(CHECKPOINTS.toMillis(), CheckpointingMode.EXACTLY_ONCE);
        job(environment, run);
        CompletableFuture<JobExecutionResult> job =
                environment.executeAsync(run.results()).getJobExecutionResult();
        Speed speed = Taken.all(run.records(), () -> running(job));
        job.get();
        return speed;
    }

    /** @throws java.util.concurrent.CompletionException when it has failed */
    private static boolean running(CompletableFuture<JobExecutionResult> job) {
        if (job.isCompletedExceptionally()) job.join();
        return !job.isDone();
    }

    private Configuration config() {
        return new Configuration()
                .set(StateBackendOptions.STATE_BACKEND, "hashmap")
                .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
                .set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString())
                .set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    }

    private void job(StreamExecutionEnvironment environment, PeerRun run) {
        var byTime = WatermarkStrategy.<FlinkRequest>forMonotonousTimestamps()
                .withTimestampAssigner((request, appended) -> request.get().millis());
        DataStream<Tuple3<String, Long, FlinkTotals>> routes = environment
                .fromSource(source(run), byTime, "logs")
                .keyBy(request -> request.get().series(), Types.STRING)
                .window(TumblingEventTimeWindows.of(BUCKET))
                .aggregate(new OfRequests(), new WithWindow());
        DataStream<Tuple3<String, Long, FlinkTotals>> services = routes.keyBy(
                        route -> Request.total(route.f0), Types.STRING)
                .window(TumblingEventTimeWindows.of(BUCKET))
                .aggregate(new OfRoutes(), new WithWindow());
        routes.union(services).sinkTo(sink(run));
    }

    /** What is fetched at once is as {@code aggregate} has it. */
    private KafkaSource<FlinkRequest> source(PeerRun run) {
        return KafkaSource.<FlinkRequest>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setTopics(kafka.topics().logs().name())
                .setGroupId(run.results())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setBounded(OffsetsInitializer.latest())
                .setDeserializer(new DecodeRequests(kafka.schemaRegistryUrl()))
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000")
                .setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(4 << 20))
                .setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(16 << 20))
                .build();
    }

    private KafkaSink<Tuple3<String, Long, FlinkTotals>> sink(PeerRun run) {
        String topic = run.results();
        return KafkaSink.<Tuple3<String, Long, FlinkTotals>>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setRecordSerializer((result, context, timestamp) ->
                        new PeerResult(result.f0, result.f1, result.f2.totals()).to(topic))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(topic)
                .setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "60000")
                .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
                .build();
    }
}
