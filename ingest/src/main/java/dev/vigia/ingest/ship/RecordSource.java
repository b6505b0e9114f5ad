package dev.vigia.ingest.ship;

import java.io.IOException;
import java.util.Optional;

/** The records of one file: its lines, joined where several make up one, and parsed. Not thread-safe. */
final class RecordSource implements AutoCloseable {

    private final Source lines;
    private final LineParser parser;
    private Optional<Line> held = Optional.empty();
    private boolean idle;

    /** @param line where the record begins, with all of its text */
    record Read(Line line, Parsed parsed) {}

    RecordSource(Source lines, LineParser parser) {
        this.lines = lines;
        this.parser = parser;
    }

    /** The next record, or empty when there is none now. Blank lines are none. */
    Optional<Read> poll() throws IOException {
        while (true) {
            Optional<Line> next = lines.poll();
            if (next.isEmpty()) return atRest();
            idle = false;
            Line line = next.get();
            if (line.text().isBlank()) continue;
            if (!parser.joinsLines()) return Optional.of(read(line));
            Optional<Line> before = held;
            if (before.isPresent() && parser.continues(before.get().text(), line.text())) {
                held = Optional.of(before.get().joined(line));
            } else {
                held = Optional.of(line);
                if (before.isPresent()) return before.map(this::read);
            }
        }
    }

    /** The last record goes out at the end, or once nothing was added to it between two calls that found nothing. */
    private Optional<Read> atRest() {
        if (!idle && !lines.ended()) {
            idle = true;
            return Optional.empty();
        }
        Optional<Read> last = held.map(this::read);
        held = Optional.empty();
        return last;
    }

    private Read read(Line line) {
        return new Read(line, parser.parse(line.text()));
    }

    boolean ended() {
        return lines.ended() && held.isEmpty();
    }

    long bytesRead() {
        return lines.bytesRead();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
