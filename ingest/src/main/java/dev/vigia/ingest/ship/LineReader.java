package dev.vigia.ingest.ship;

import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into lines and knows the byte offset of each. It may be asked again after the end of a stream that grows. Not
 * thread-safe.
 */
final class LineReader implements AutoCloseable {

    /** A line longer than this many bytes is no line but another kind of file. */
    static final int MAX_LINE = 32 << 20;

    private final InputStream in;
    private final Origin origin;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private byte[] buffer = new byte[64 << 10];
    private int start;
    private int scanned;
    private int end;
    private long offset;
    private long number;

    LineReader(InputStream in, Origin origin) {
        this.in = in;
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    /** Bytes handed out or held so far. */
    long position() {
        return offset + end - start;
    }

    /** The next line that has a line end, or empty when the stream has no more for now. */
    Optional<Line> next() throws IOException {
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') return Optional.of(cut(scanned, 1));
            }
            if (!fill()) return Optional.empty();
        }
    }

    /** What stands behind the last line end, if anything. */
    Optional<Line> rest() {
        return start == end ? Optional.empty() : Optional.of(cut(end, 0));
    }

    /** Whether {@link #next} would have to wait for the other side of a pipe. */
    boolean wouldWait() throws IOException {
        for (int i = scanned; i < end; i++) {
            if (buffer[i] == '\n') return false;
        }
        return in.available() == 0;
    }

    private boolean fill() throws IOException {
        if (start > 0 && end == buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            scanned -= start;
            start = 0;
        }
        if (end == buffer.length) {
            if (buffer.length >= MAX_LINE) {
                throw new UserException(origin.name() + ", line " + (number + 1) + " is longer than " + (MAX_LINE >> 20)
                        + " MiB; is this a text file with one record a line?");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read <= 0) return false;
        end += read;
        return true;
    }

    private Line cut(int stop, int lineEnd) {
        int from = number == 0 && startsWithByteOrderMark(stop) ? start + 3 : start;
        int to = stop > from && buffer[stop - 1] == '\r' ? stop - 1 : stop;
        Line line = decode(from, to);
        offset += stop + lineEnd - start;
        start = stop + lineEnd;
        scanned = start;
        return line;
    }

    private Line decode(int from, int to) {
        number++;
        try {
            String text = utf8.decode(ByteBuffer.wrap(buffer, from, to - from)).toString();
            return new Line(origin, number, offset, text, true);
        } catch (CharacterCodingException notUtf8) {
            String text = new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
            return new Line(origin, number, offset, text, false);
        }
    }

    private boolean startsWithByteOrderMark(int stop) {
        return stop - start >= 3
                && buffer[start] == (byte) 0xEF
                && buffer[start + 1] == (byte) 0xBB
                && buffer[start + 2] == (byte) 0xBF;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
