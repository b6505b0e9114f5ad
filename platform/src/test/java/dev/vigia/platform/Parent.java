package dev.vigia.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A program that starts one child of each kind, writes their process ids into a file and waits to be killed. */
public final class Parent {
    private Parent() {}

    /** Arguments: a directory to work in. */
    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        PlatformHome home = PlatformHome.find();
        var elasticsearch = ElasticsearchProcess.start(dir.resolve("es"), 0, home.elasticsearch());
        var registry = RegistryProcess.start(dir.resolve("registry"), 0, home.registry());
        var broker = BrokerProcess.start(dir.resolve("broker"), KafkaNode.single(0), Map.of(), List.of("-Xmx256m"));
        Path pids = dir.resolve("pids.tmp");
        Files.writeString(pids, elasticsearch.pid() + "\n" + registry.pid() + "\n" + broker.pid() + "\n");
        Files.move(pids, dir.resolve("pids"));
        new CountDownLatch(1).await();
    }
}
