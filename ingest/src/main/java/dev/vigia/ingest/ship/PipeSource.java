package dev.vigia.ingest.ship;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The lines of a pipe. Before it waits for the other side it answers empty once, so that what was read so far can be sent.
 */
final class PipeSource implements Source {

    private final LineReader reader;
    private boolean announced;
    private boolean ended;

    PipeSource(InputStream in, Origin origin) {
        this.reader = new LineReader(in, origin);
    }

    @Override
    public Optional<Line> poll() throws IOException {
        if (ended) return Optional.empty();
        if (!announced && reader.wouldWait()) {
            announced = true;
            return Optional.empty();
        }
        announced = false;
        Optional<Line> line = reader.next();
        if (line.isPresent()) return line;
        ended = true;
        return reader.rest();
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public long bytesRead() {
        return reader.position();
    }

    /** Standard input is not ours to close. */
    @Override
    public void close() {}
}
