package dev.vigia.ingest.gateway;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.HealthJson;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.Part;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP gateway: {@code POST /ingest/logs}, {@code POST /ingest/metrics}, {@code POST /api/logs} for browsers, and
 * {@code GET /health}. The module's README has the details.
 */
public final class Gateway implements Part {

    private static final String BROWSER = "browser";
    private static final Duration MAX_BLOCK = Duration.ofSeconds(3);
    private static final Duration SPARE = Duration.ofSeconds(20);
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int LINGER_MS = 5;
    private static final long BUFFER_BYTES = 64L * 1024 * 1024;

    private final GatewaySettings settings;
    private final KafkaSettings kafka;
    private final MeterRegistry metrics;
    private volatile @Nullable Running running;

    /** What has to be closed again. */
    private record Running(Server server, KafkaWriter writer, RegistryClient registry, ExecutorService workers) {}

    public Gateway(GatewaySettings settings, KafkaSettings kafka, MeterRegistry metrics) {
        this.settings = settings;
        this.kafka = kafka;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public void start() {
        Budget budget = new Budget(settings.inFlightBytes());
        Gauge.builder("vigia.gateway.in_flight_bytes", budget, Budget::used).register(metrics);
        RegistryClient registry = new RegistryClient(kafka.schemaRegistry());
        KafkaWriter writer = new KafkaWriter(
                new KafkaProducer<>(producerConfig(), new ByteArraySerializer(), new ByteArraySerializer()));
        ExecutorService workers = workers();
        Server server = server(new IngestService.Shared(budget, writer, workers, settings.maxRequestBytes()), registry);
        running = new Running(server, writer, registry, workers);
        try {
            server.start().join();
        } catch (CompletionException e) {
            throw new UserException(
                    "The gateway cannot listen on " + settings.host() + ":" + settings.port() + " ("
                            + Optional.ofNullable(e.getCause()).orElse(e).getMessage()
                            + "). Free the port, or set ingest.port (VIGIA_INGEST_PORT).",
                    e);
        }
    }

    /** The port it listens on, once it is started. */
    public int port() {
        return running == null ? settings.port() : running.server().activeLocalPort();
    }

    @Override
    public Health health() {
        if (running == null) return Health.unhealthy("not started");
        Optional<String> trouble = running.writer().trouble();
        return trouble.map(reason -> Health.degraded("Kafka does not take records: " + reason))
                .orElseGet(Health::healthy);
    }

    @Override
    public void close() {
        if (running == null) return;
        // In this order: requests that came in are answered first.
        running.server().stop().join();
        running.workers().shutdown();
        running.writer().close();
        running.registry().close();
        running = null;
    }

    private Server server(IngestService.Shared shared, RegistryClient registry) {
        IngestService<Log> logs = service(shared, new LogForm(registry, kafka.topics()), Defaults.UNKNOWN_SERVICE);
        IngestService<Log> browsers = service(shared, new LogForm(registry, kafka.topics()), BROWSER);
        IngestService<Metric> points =
                service(shared, new MetricForm(registry, kafka.topics()), Defaults.UNKNOWN_SERVICE);
        ServerBuilder server = Server.builder()
                .http(new InetSocketAddress(settings.host(), settings.port()))
                .errorHandler(new JsonErrors())
                .disableServerHeader()
                // Its own meters would be many; ours are in GatewayMetrics.
                .meterRegistry(new CompositeMeterRegistry())
                // The services count for themselves: against the budget of all requests, too.
                .maxRequestLength(0)
                // Longer than no time at all: see BodyCollector.
                .requestAutoAbortDelay(settings.deliveryTimeout())
                .requestTimeout(settings.deliveryTimeout().plus(SPARE))
                .gracefulShutdownTimeout(
                        Duration.ZERO, settings.deliveryTimeout().plus(MAX_BLOCK));
        server.route().post("/ingest/logs").build(logs);
        server.route().post("/ingest/metrics").build(points);
        server.route().post("/api/logs").decorator(cors()).build(browsers);
        server.route().get("/health").build((context, request) -> healthAnswer());
        return server.build();
    }

    private <R> IngestService<R> service(IngestService.Shared shared, RecordForm<R> form, String service) {
        return new IngestService<>(
                shared,
                new BatchReader<>(form, settings.maxRecordBytes()),
                new GatewayMetrics(metrics, form.signal()),
                service);
    }

    private HttpResponse healthAnswer() {
        Health health = health();
        HttpStatus status = health.status() == Health.Status.UNHEALTHY ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
        return Answers.json(status, HealthJson.of(Map.of(name(), health)));
    }

    private Function<? super HttpService, CorsService> cors() {
        CorsServiceBuilder cors = settings.browserOrigins().contains("*")
                ? CorsService.builderForAnyOrigin()
                : CorsService.builder(settings.browserOrigins());
        return cors.allowRequestMethods(HttpMethod.POST)
                .allowAllRequestHeaders(true)
                .maxAge(Duration.ofHours(1))
                .newDecorator();
    }

    private Map<String, Object> producerConfig() {
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicInstaller.MAX_RECORD_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis());
        int timeout = Math.toIntExact(settings.deliveryTimeout().toMillis());
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout / 2);
        return config;
    }

    /** Their queue is bounded by the budget: each request in it has reserved its bytes. */
    private static ExecutorService workers() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()), task -> {
            Thread thread = new Thread(task, "gateway-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
