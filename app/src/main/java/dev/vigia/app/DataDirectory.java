package dev.vigia.app;

import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that everything on this machine keeps its data in, held by one process at a time. */
final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;

    private DataDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Takes the folder, and makes it where it is not there.
     *
     * @throws UserException when another process holds it, or it cannot be written to
     */
    static DataDirectory open(Path root) {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new UserException("Another Vigia runs on the data in " + root
                        + ". Stop it, or set VIGIA_DATA_DIR to another folder (and the ports to others).");
            }
            return new DataDirectory(root, channel);
        } catch (IOException e) {
            throw new UserException(
                    "Cannot write to " + root + " (" + e.getMessage() + "). Set VIGIA_DATA_DIR to another folder.", e);
        }
    }

    /** Held until the channel is closed, or the process ends in whatever way. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    Path root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
