package dev.vigia.ingest.ship;

import java.io.IOException;
import java.util.Optional;

/** Lines, one after the other. Not thread-safe. */
interface Source extends AutoCloseable {

    /** The next line, or empty when there is none now; then {@link #ended} says whether there may be one later. */
    Optional<Line> poll() throws IOException;

    boolean ended();

    /** Bytes read so far, over all generations of a file. */
    long bytesRead();

    @Override
    void close() throws IOException;
}
