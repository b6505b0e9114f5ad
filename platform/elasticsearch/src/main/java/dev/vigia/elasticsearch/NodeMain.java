package dev.vigia.elasticsearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.ClassPathNode;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.transport.netty4.Netty4Plugin;
import org.elasticsearch.xpack.core.XPackPlugin;
import org.elasticsearch.xpack.esql.core.plugin.EsqlCorePlugin;
import org.elasticsearch.xpack.esql.plugin.EsqlPlugin;
import org.elasticsearch.xpack.kql.KqlPlugin;
import org.elasticsearch.xpack.versionfield.VersionFieldPlugin;

/** Runs one Elasticsearch node on the loopback interface until the process is told to stop. */
public final class NodeMain {
    private static final List<Class<? extends Plugin>> PLUGINS = List.of(
            Netty4Plugin.class,
            XPackPlugin.class,
            VersionFieldPlugin.class,
            KqlPlugin.class,
            EsqlCorePlugin.class,
            EsqlPlugin.class,
            ServerMetadataPlugin.class);

    private NodeMain() {}

    /**
     * Starts the node and waits.
     *
     * @param args the directory the node keeps everything in, and the port of its REST API
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            throw new IllegalArgumentException("Expected <directory> <port>, got " + List.of(args));
        }
        LogConfigurator.configureESLogging();
        Node node =
                new ClassPathNode(environment(Path.of(args[0]).toAbsolutePath(), Integer.parseInt(args[1])), PLUGINS);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, stopped), "stop-node"));
        node.start();
        stopped.await();
    }

    private static Environment environment(Path home, int port) throws IOException {
        Path config = Files.createDirectories(home.resolve("config"));
        Settings settings = Settings.builder()
                .put("path.home", home)
                .put("path.data", home.resolve("data"))
                .put("path.logs", home.resolve("logs"))
                .put("path.repo", home.resolve("snapshots"))
                .put("cluster.name", "vigia")
                .put("node.name", "vigia-1")
                .put("discovery.type", "single-node")
                .put("network.host", "127.0.0.1")
                .put("http.port", port)
                .put("http.type", "netty4")
                .put("transport.port", "0")
                .put("transport.type", "netty4")
                // A nearly full disk is for the operator to judge; by default the node would turn indices read-only.
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build();
        return new Environment(settings, config);
    }

    private static void stop(Node node, CountDownLatch stopped) {
        try {
            node.close();
            node.awaitClose(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            System.err.println("The node did not close cleanly: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }
}
