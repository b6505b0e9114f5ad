package dev.vigia.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What a {@link BrokerProcess} runs: a broker until the process is told to end. */
final class BrokerMain {
    private BrokerMain() {}

    /** Arguments: the directory, a file to write when it takes records, the node, and properties as {@code name=value}. */
    public static void main(String[] args) throws Exception {
        Path ready = Path.of(args[1]);
        EmbeddedBroker broker = EmbeddedBroker.start(
                Path.of(args[0]), KafkaNode.parse(args[2]), overrides(Arrays.copyOfRange(args, 3, args.length)));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
        Files.createFile(ready);
        new CountDownLatch(1).await();
    }

    private static Map<String, String> overrides(String[] properties) {
        Map<String, String> overrides = new HashMap<>();
        for (String property : properties) {
            int equals = property.indexOf('=');
            overrides.put(property.substring(0, equals), property.substring(equals + 1));
        }
        return overrides;
    }
}
