package dev.vigia.ingest.gateway;

import com.linecorp.armeria.common.HttpStatus;
import dev.vigia.schemas.json.Utf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Makes one piece of well-formed UTF-8 of what came over the line. */
final class Body {

    private static final int STEP = 64 * 1024;

    private Body() {}

    /**
     * Joins, unpacks and checks.
     *
     * @param encoding the header {@code Content-Encoding}; empty when there is none
     * @param limit largest length of the result in bytes
     */
    static byte[] decode(List<byte[]> chunks, String encoding, int limit, Budget.Lease lease) throws Refusal {
        byte[] sent = join(chunks);
        byte[] body = switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> sent;
            case "gzip", "x-gzip" -> gunzip(sent, limit, lease);
            default ->
                throw new Refusal(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Encoding '" + encoding + "' is not known; send gzip, or none");
        };
        requireUtf8(body);
        return body;
    }

    private static byte[] join(List<byte[]> chunks) {
        if (chunks.size() == 1) return chunks.get(0);
        byte[] all = new byte[chunks.stream().mapToInt(chunk -> chunk.length).sum()];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        chunks.clear();
        return all;
    }

    private static byte[] gunzip(byte[] packed, int limit, Budget.Lease lease) throws Refusal {
        List<byte[]> chunks = new ArrayList<>();
        long length = 0;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), STEP)) {
            while (true) {
                byte[] chunk = in.readNBytes(STEP);
                if (chunk.length == 0) break;
                length += chunk.length;
                BodyCollector.requireWithin(limit, length);
                lease.reserve(chunk.length);
                chunks.add(chunk);
            }
        } catch (IOException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "the body is not gzip: " + e.getMessage());
        }
        lease.giveBack(packed.length);
        return join(chunks);
    }

    private static void requireUtf8(byte[] body) throws Refusal {
        int invalid = Utf8.firstInvalid(body);
        if (invalid < 0) return;
        int line = lineAt(body, invalid);
        throw new Refusal(
                HttpStatus.BAD_REQUEST,
                "byte " + invalid + " of the body, in line " + line + ", is not UTF-8: 0x"
                        + String.format(Locale.ROOT, "%02x", body[invalid]) + "; nothing was written");
    }

    /** The number of the line that a byte is in, from 1. */
    static int lineAt(byte[] body, int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            if (body[i] == '\n') line++;
        }
        return line;
    }

    /** Offset of the byte after the next line feed; the body's length when there is none. */
    static int nextLine(byte[] body, int offset) {
        for (int i = offset; i < body.length; i++) {
            if (body[i] == '\n') return i + 1;
        }
        return body.length;
    }

    /** Offset of the first byte from {@code offset} on that is neither space nor comma; the body's length if there is none. */
    static int skipSpace(byte[] body, int offset) {
        int at = offset;
        while (at < body.length && (body[at] <= ' ' || body[at] == ',') && body[at] >= 0) at++;
        return at;
    }

    /** Whether it begins with given bytes. */
    static boolean startsWith(byte[] body, byte[] prefix) {
        return body.length >= prefix.length && Arrays.equals(body, 0, prefix.length, prefix, 0, prefix.length);
    }
}
