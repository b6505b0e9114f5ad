package dev.vigia.ingest.ship;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * The lines of a file. Followed, it never ends, and goes on with the new file after a rotation (what was still written to the old
 * one is read first) and from the top after a truncation. A file that was truncated and has already grown past the old place
 * looks like one that only grew; so it does to {@code tail -F}.
 */
final class FileSource implements Source {

    private final Path path;
    private final boolean follow;
    private LineReader reader;
    private Object fileKey;
    private boolean replaced;
    private boolean ended;
    private long bytesBefore;

    FileSource(Path path, Origin origin, boolean follow) throws IOException {
        this.path = path;
        this.follow = follow;
        this.fileKey = keyOf(path);
        this.reader = new LineReader(Files.newInputStream(path), origin);
    }

    @Override
    public Optional<Line> poll() throws IOException {
        if (ended) return Optional.empty();
        Optional<Line> line = reader.next();
        if (line.isPresent()) return line;
        if (follow) return atEndOfFollowed();
        ended = true;
        return reader.rest();
    }

    private Optional<Line> atEndOfFollowed() throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException betweenTwoFiles) {
            return Optional.empty();
        }
        boolean other = !fileKey.equals(key(now));
        if (other && !replaced) {
            // Whoever writes may have written to the old file after our last read and before the rotation.
            replaced = true;
            return poll();
        }
        if (!other && now.size() >= reader.position()) return Optional.empty();
        Optional<Line> rest = reader.rest();
        reopen();
        return rest.isPresent() ? rest : reader.next();
    }

    private void reopen() throws IOException {
        bytesBefore += reader.position();
        reader.close();
        fileKey = keyOf(path);
        reader = new LineReader(Files.newInputStream(path), reader.origin().next());
        replaced = false;
    }

    private static Object keyOf(Path path) throws IOException {
        return key(Files.readAttributes(path, BasicFileAttributes.class));
    }

    /** Device and inode, or the time of creation where there are no inodes. */
    private static Object key(BasicFileAttributes attributes) {
        return Objects.requireNonNullElseGet(attributes.fileKey(), attributes::creationTime);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public long bytesRead() {
        return bytesBefore + reader.position();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
