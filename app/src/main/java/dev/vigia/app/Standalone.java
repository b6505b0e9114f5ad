package dev.vigia.app;

import dev.vigia.platform.ConnectWorker;
import dev.vigia.platform.ElasticsearchProcess;
import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.PortTakenException;
import dev.vigia.platform.Ports;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.platform.StartFailedException;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.Part;
import dev.vigia.runtime.Parts;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything on this machine, in this JVM and two children (Elasticsearch, the registry). Starting and closing are for one
 * thread each; closing also stops a start that is under way.
 */
final class Standalone implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    private final Settings settings;
    private final StandaloneSettings here;
    private final Progress progress;
    /** What the others need to the last. */
    private final Parts platform = new Parts();

    private final Parts parts = new Parts();
    private Optional<DataDirectory> data = Optional.empty();
    private volatile boolean closing;

    Standalone(Settings settings, Progress progress) {
        this.settings = settings;
        this.here = settings.standalone();
        this.progress = progress;
    }

    Path dataDir() {
        return here.dataDir();
    }

    /**
     * Starts it all.
     *
     * @param demo whether the simulated shop runs, too
     * @throws UserException when a port is taken, the data is in use, or something does not start
     */
    void start(boolean demo) {
        try {
            startAll(demo);
        } catch (PortTakenException | StartFailedException e) {
            throw new UserException(String.valueOf(e.getMessage()), e);
        } catch (RegistryUnavailableException e) {
            throw new UserException(
                    e.getMessage() + ". Its log is " + registryDir().resolve("registry.log")
                            + "; if this machine has too much to do, start again when there is less on it.",
                    e);
        }
    }

    private void startAll(boolean demo) {
        progress.line("Starting Vigia on this machine; data in " + here.dataDir());
        requireConfiguration();
        requirePorts();
        data = Optional.of(DataDirectory.open(here.dataDir()));
        PlatformHome home = PlatformHome.find();
        together(
                () -> step(platform, new PlatformPart<>("kafka", this::broker, broker -> Health.healthy())),
                () -> step(platform, new PlatformPart<>("registry", () -> registry(home), Standalone::health)),
                () -> step(
                        platform, new PlatformPart<>("elasticsearch", () -> elasticsearch(home), Standalone::health)));
        Settings settings = demo ? withPager() : this.settings;
        Wiring wiring = new Wiring(settings, this::health);
        progress.step("topics, schemas", wiring::install);
        progress.step("rules", wiring::applyRules);
        wiring.applyMaintenance();
        wiring.processors().forEach(this::step);
        step(connect(settings));
        step(wiring.gateway());
        step(wiring.hostMetrics());
        step(wiring.console());
        if (demo) step(wiring.shop());
        progress.line(ready(demo));
    }

    /** Rules and routes are not needed yet, but what is wrong with them is said at once. */
    private void requireConfiguration() {
        try (Wiring wiring = new Wiring(settings, this::health)) {
            wiring.check().forEach(gap -> progress.line("  note: " + gap));
        }
    }

    private void requirePorts() {
        Ports.requireFree("Kafka", here.kafkaPort(), "VIGIA_KAFKA_PORT");
        Ports.requireFree("the schema registry", here.registryPort(), "VIGIA_REGISTRY_PORT");
        Ports.requireFree("Elasticsearch", here.elasticsearchPort(), "VIGIA_ELASTICSEARCH_PORT");
        Ports.requireFree("Connect", here.connectPort(), "VIGIA_CONNECT_PORT");
        Ports.requireFree("the gateway", settings.gateway().port(), "VIGIA_INGEST_PORT");
        Ports.requireFree("the console", settings.console().port(), "VIGIA_CONSOLE_PORT");
    }

    private EmbeddedBroker broker() {
        return EmbeddedBroker.start(here.dataDir().resolve("kafka"), here.kafkaPort(), Map.of());
    }

    private RegistryProcess registry(PlatformHome home) {
        return RegistryProcess.start(registryDir(), here.registryPort(), home.registry());
    }

    private Path registryDir() {
        return here.dataDir().resolve("registry");
    }

    private ElasticsearchProcess elasticsearch(PlatformHome home) {
        return ElasticsearchProcess.start(
                here.dataDir().resolve("elasticsearch"), here.elasticsearchPort(), home.elasticsearch());
    }

    /** In the demo somebody is told: whoever reads the terminal, unless a webhook is set. */
    private Settings withPager() {
        if (settings.notifications().reachable().containsKey("webhook")) return settings;
        DemoPager pager = new DemoPager(progress);
        step(platform, pager);
        return settings.with(
                "webhook", Map.of("channel", "webhook", "url", pager.url().toString()));
    }

    private Part connect(Settings settings) {
        return new ConnectPart(
                () -> ConnectWorker.start(Connectors.worker(settings.kafka(), here)), Connectors.all(settings));
    }

    private static Health health(RegistryProcess registry) {
        return registry.alive()
                ? Health.healthy()
                : Health.degraded("the process has ended; cached schemas go on working");
    }

    private static Health health(ElasticsearchProcess elasticsearch) {
        return elasticsearch.alive()
                ? Health.healthy()
                : Health.degraded("the process has ended; documents wait in Kafka");
    }

    private void step(Part part) {
        step(parts, part);
    }

    private void step(Parts among, Part part) {
        if (closing) throw new UserException("Stopped while starting.");
        progress.step(part.name(), () -> among.start(part));
    }

    private Map<String, Health> health() {
        Map<String, Health> all = new LinkedHashMap<>(platform.health());
        all.putAll(parts.health());
        return all;
    }

    private static void together(Runnable... steps) {
        CompletableFuture<?>[] running = new CompletableFuture<?>[steps.length];
        for (int i = 0; i < steps.length; i++) running[i] = CompletableFuture.runAsync(steps[i], Standalone::thread);
        try {
            CompletableFuture.allOf(running).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void thread(Runnable work) {
        new Thread(work, "start").start();
    }

    private String ready(boolean demo) {
        String gateway = "http://127.0.0.1:" + settings.gateway().port();
        return String.format(
                Locale.ROOT,
                """

                Ready in %.0f s.
                  Console        http://127.0.0.1:%d
                  Gateway        %s/ingest/logs
                  Elasticsearch  http://127.0.0.1:%d
                  Kafka          127.0.0.1:%d   (schema registry %s)
                  Logs of Vigia  %s
                %s
                Ctrl-C stops it all.""",
                progress.elapsed(),
                settings.console().port(),
                gateway,
                here.elasticsearchPort(),
                here.kafkaPort(),
                settings.kafka().schemaRegistryUrl(),
                here.dataDir().resolve("logs/vigia.log"),
                demo
                        ? "The shop is open. In a minute its checkout breaks: watch the console.\n"
                        : "Send something:  curl -d '{\"service\":\"till\",\"level\":\"ERROR\",\"message\":\"no paper\"}' "
                                + gateway + "/ingest/logs\n");
    }

    @Override
    public void close() {
        closing = true;
        parts.close();
        platform.close();
        data.ifPresent(directory -> {
            try {
                directory.close();
            } catch (IOException e) {
                log.warn("The lock on {} was not released", directory.root(), e);
            }
        });
    }
}
