package dev.vigia.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory of a broker while the broker has it. Kafka locks it as well, but only after it has opened the log of its
 * metadata, and cut off what it takes for torn: a second broker would do that to a first one that runs.
 */
final class BrokerDirectory implements AutoCloseable {

    /** Locks of files are the process's: opening and closing one that this JVM holds would release it. */
    private static final Set<Path> IN_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private BrokerDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes the directory where there is none. Empty when another broker has it. */
    static Optional<BrokerDirectory> take(Path dataDir) throws IOException {
        Files.createDirectories(dataDir);
        Path path = dataDir.toRealPath();
        if (!IN_THIS_JVM.add(path)) return Optional.empty();
        try {
            FileChannel lock =
                    FileChannel.open(path.resolve(".broker-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock.tryLock() != null) return Optional.of(new BrokerDirectory(path, lock));
            lock.close();
        } catch (IOException e) {
            IN_THIS_JVM.remove(path);
            throw e;
        }
        IN_THIS_JVM.remove(path);
        return Optional.empty();
    }

    /** Does nothing twice. */
    @Override
    public void close() throws IOException {
        if (!lock.isOpen()) return;
        lock.close();
        IN_THIS_JVM.remove(path);
    }
}
