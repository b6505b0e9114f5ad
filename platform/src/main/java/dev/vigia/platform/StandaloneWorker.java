package dev.vigia.platform;

import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.ConnectRestServer;
import org.apache.kafka.connect.runtime.rest.RestClient;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;

/**
 * Puts the parts of a standalone worker together, as Kafka's {@code ConnectStandalone} does. That one ends the JVM if
 * the worker does not start, and leaves the caller's thread with another class loader.
 */
final class StandaloneWorker {
    private StandaloneWorker() {}

    static Connect<StandaloneHerder> start(Map<String, String> props) {
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        Plugins plugins = new Plugins(props);
        try {
            plugins.compareAndSwapWithDelegatingLoader();
            return start(new StandaloneConfig(props), plugins);
        } finally {
            Thread.currentThread().setContextClassLoader(callers);
        }
    }

    private static Connect<StandaloneHerder> start(StandaloneConfig config, Plugins plugins) {
        String clusterId = config.kafkaClusterId();
        ConnectRestServer rest =
                new ConnectRestServer(config.rebalanceTimeout(), new RestClient(config), config.originalsStrings());
        try {
            rest.initializeServer();
            Connect<StandaloneHerder> connect =
                    new Connect<>(herder(config, plugins, clusterId, rest.advertisedUrl()), rest);
            try {
                connect.start();
                return connect;
            } catch (RuntimeException e) {
                connect.stop();
                throw e;
            }
        } catch (RuntimeException e) {
            rest.stop();
            throw e;
        }
    }

    private static StandaloneHerder herder(StandaloneConfig config, Plugins plugins, String clusterId, URI url) {
        ConnectorClientConfigOverridePolicy overrides = plugins.newPlugin(
                config.getString(WorkerConfig.CONNECTOR_CLIENT_POLICY_CLASS_CONFIG),
                config,
                ConnectorClientConfigOverridePolicy.class);
        FileOffsetBackingStore offsets = new FileOffsetBackingStore(plugins.newInternalConverter(
                true, "org.apache.kafka.connect.json.JsonConverter", Map.of("schemas.enable", "false")));
        offsets.configure(config);
        Worker worker =
                new Worker(url.getHost() + ":" + url.getPort(), Time.SYSTEM, plugins, config, offsets, overrides);
        return new StandaloneHerder(worker, clusterId, overrides);
    }
}
