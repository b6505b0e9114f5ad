package dev.vigia.bench;

import dev.vigia.platform.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own. Arguments: its directory, and a file to write its address into. */
public final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0, Map.of());
        Path written = Path.of(args[1] + ".tmp");
        Files.writeString(written, broker.bootstrapServers());
        Files.move(written, Path.of(args[1]));
        new CountDownLatch(1).await();
    }
}
