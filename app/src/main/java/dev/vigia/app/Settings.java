package dev.vigia.app;

import dev.vigia.console.ConsoleSettings;
import dev.vigia.ingest.gateway.GatewaySettings;
import dev.vigia.ingest.host.HostSettings;
import dev.vigia.ingest.shop.ShopSettings;
import dev.vigia.processors.aggregate.AggregateSettings;
import dev.vigia.processors.streams.StreamsSettings;
import dev.vigia.processors.watch.WatchSettings;
import dev.vigia.runtime.ConfigFile;
import dev.vigia.runtime.KafkaSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All of {@code config/vigia.yaml}.
 *
 * @param folder where it lies, with {@code rules/} and {@code routes.yaml} beside it
 * @param file itself, for where something stands in it
 */
record Settings(
        Path folder,
        ConfigFile file,
        KafkaSettings kafka,
        StandaloneSettings standalone,
        GatewaySettings gateway,
        HostSettings hostMetrics,
        AggregateSettings aggregate,
        StreamsSettings streams,
        WatchSettings watch,
        ConsoleSettings console,
        MonitoringSettings monitoring,
        ElasticsearchSettings elasticsearch,
        NotificationSettings notifications,
        ShopSettings shop) {

    private static final Set<String> SECTIONS = Set.of(
            "kafka",
            "standalone",
            "ingest",
            "host_metrics",
            "aggregate",
            "streams",
            "watch",
            "console",
            "monitoring",
            "elasticsearch",
            "notifications",
            "shop");

    /** Section {@code monitoring}: where a process without the console serves {@code /metrics} and {@code /health}. */
    record MonitoringSettings(String host, int port) {}

    /** Section {@code elasticsearch}: its URLs, comma-separated. */
    record ElasticsearchSettings(String url) {}

    /** The settings of this process. */
    static Settings load() {
        return load(folderOfProcess(), System.getenv());
    }

    /** The same, for what can do without. */
    static Optional<Settings> loadIfThere() {
        return Files.exists(folderOfProcess().resolve("vigia.yaml")) ? Optional.of(load()) : Optional.empty();
    }

    /** The same, with the addresses of what {@code vigia up} starts on this machine. */
    static Settings loadStandalone() {
        return loadStandalone(folderOfProcess(), System.getenv());
    }

    static Settings loadStandalone(Path folder, Map<String, String> environment) {
        StandaloneSettings here = load(folder, environment).standalone();
        Map<String, String> local = new HashMap<>(environment);
        local.put("VIGIA_BOOTSTRAP_SERVERS", "127.0.0.1:" + here.kafkaPort());
        local.put("VIGIA_SCHEMA_REGISTRY_URL", "http://127.0.0.1:" + here.registryPort() + "/apis/ccompat/v7");
        local.put("VIGIA_ELASTICSEARCH_URL", "http://127.0.0.1:" + here.elasticsearchPort());
        local.put("VIGIA_CONNECT_URL", "http://127.0.0.1:" + here.connectPort());
        return load(folder, local);
    }

    /** @throws dev.vigia.runtime.UserException naming what is wrong in the file */
    static Settings load(Path folder, Map<String, String> environment) {
        ConfigFile file =
                ConfigFile.read(folder.resolve("vigia.yaml"), environment).requireOnly(SECTIONS);
        return new Settings(
                folder,
                file,
                file.section("kafka", KafkaSettings.class),
                file.section("standalone", StandaloneSettings.class),
                file.section("ingest", GatewaySettings.class),
                file.section("host_metrics", HostSettings.class),
                file.section("aggregate", AggregateSettings.class),
                file.section("streams", StreamsSettings.class),
                file.section("watch", WatchSettings.class),
                file.section("console", ConsoleSettings.class),
                file.section("monitoring", MonitoringSettings.class),
                file.section("elasticsearch", ElasticsearchSettings.class),
                file.section("notifications", NotificationSettings.class),
                file.section("shop", ShopSettings.class));
    }

    /** The same settings with one more receiver. */
    Settings with(String receiver, Map<String, String> channel) {
        Map<String, Map<String, String>> receivers = new HashMap<>(notifications.receivers());
        receivers.put(receiver, channel);
        return new Settings(
                folder,
                file,
                kafka,
                standalone,
                gateway,
                hostMetrics,
                aggregate,
                streams,
                watch,
                console,
                monitoring,
                elasticsearch,
                notifications.with(receivers),
                shop);
    }

    private static Path folderOfProcess() {
        return Path.of(System.getProperty("vigia.config", "config"));
    }
}
