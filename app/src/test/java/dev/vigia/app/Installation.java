package dev.vigia.app;

import dev.vigia.platform.ChildCommand;
import dev.vigia.platform.ChildProcess;
import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.Ports;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.processors.backtest.Backtest.Request;
import dev.vigia.processors.backtest.Result;
import dev.vigia.processors.verify.Report;
import dev.vigia.runtime.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real broker and registry in this JVM's care, and the processors in a JVM of their own, which can be killed. */
final class Installation implements AutoCloseable {

    /** Name of the one rule file. */
    static final String RULES = "rules.yaml";

    private final Path dir;
    private final EmbeddedBroker broker;
    private final RegistryProcess registry;
    private final Map<String, String> environment;
    private final Settings settings;
    private int started;

    private Installation(Path dir, EmbeddedBroker broker, RegistryProcess registry) {
        this.dir = dir;
        this.broker = broker;
        this.registry = registry;
        this.environment = Map.of(
                "VIGIA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "VIGIA_SCHEMA_REGISTRY_URL", registry.confluentUrl().toString(),
                "VIGIA_DATA_DIR", dir.resolve("data").toString(),
                "VIGIA_MONITORING_PORT", Integer.toString(Ports.free()),
                "VIGIA_TELEMETRY_PARTITIONS", "3",
                "VIGIA_SIGNAL_PARTITIONS", "3");
        this.settings = Settings.load(dir.resolve("config"), environment);
    }

    /** @param rules text of the one rule file */
    static Installation start(Path dir, String rules) throws IOException {
        Path config = Files.createDirectories(dir.resolve("config"));
        for (String file : List.of("vigia.yaml", "routes.yaml")) Files.copy(original(file), config.resolve(file));
        Files.writeString(Files.createDirectories(config.resolve("rules")).resolve(RULES), rules);
        EmbeddedBroker broker = EmbeddedBroker.start(dir.resolve("kafka"), 0, Map.of());
        RegistryProcess registry = RegistryProcess.start(
                dir.resolve("registry"), 0, PlatformHome.find().registry());
        Installation installation = new Installation(dir, broker, registry);
        try (Wiring wiring = installation.wiring()) {
            wiring.install();
        }
        return installation;
    }

    /** A file of the default configuration. */
    static Path original(String file) {
        return Path.of(System.getProperty("vigia.root"), "config", file);
    }

    KafkaSettings kafka() {
        return settings.kafka();
    }

    Wiring wiring() {
        return new Wiring(settings, Map::of);
    }

    /** All processors, as {@code vigia process} runs them. */
    ChildProcess processors() {
        return processors(Map.of(), Vigia.class.getName(), "process");
    }

    /**
     * Processors, as a main class of the tests runs them.
     *
     * @param more of the environment
     * @param main the class and its arguments
     */
    ChildProcess processors(Map<String, String> more, String... main) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return ChildProcess.start(new ChildCommand(
                "processors",
                List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dvigia.config=" + dir.resolve("config"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
                List.of(main),
                all,
                dir.resolve("processors-" + started++ + ".log")));
    }

    /** What a lost disk does to the processors: all state stores are gone. */
    void deleteState() throws IOException {
        try (Stream<Path> files = Files.walk(settings.streams().stateDir())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    Report verify() {
        try (Wiring wiring = wiring()) {
            return wiring.verification().run();
        }
    }

    Result backtest(Request request) {
        try (Wiring wiring = wiring()) {
            return wiring.backtest().run(request, at -> {});
        }
    }

    /** Brings a new version of the rule file into force. */
    void apply(String rules) {
        try (Wiring wiring = wiring()) {
            wiring.control().append(RULES, Optional.of(rules), "user:test", Optional.empty());
        }
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
