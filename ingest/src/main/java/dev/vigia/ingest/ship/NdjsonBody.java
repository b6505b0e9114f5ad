package dev.vigia.ingest.ship;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** A request body in the making: one JSON object a line, compressed as it grows. Not thread-safe; of use once. */
public final class NdjsonBody {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .configure(com.fasterxml.jackson.core.StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN, false)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64 << 10);
    private final GZIPOutputStream gzip;
    private int records;
    private long plainBytes;

    public NdjsonBody() {
        try {
            gzip = new GZIPOutputStream(out, 8 << 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void add(ObjectNode json) {
        try {
            byte[] line = MAPPER.writeValueAsBytes(json);
            gzip.write(line);
            gzip.write('\n');
            plainBytes += line.length + 1;
            records++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int records() {
        return records;
    }

    /** Size before compression. */
    public long plainBytes() {
        return plainBytes;
    }

    /** Ends it. */
    public byte[] gzipped() {
        try {
            gzip.close();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
