package dev.vigia.sinks.elasticsearch.documents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the lines of a bulk request: what to do, and the document if there is one. Not thread-safe. */
final class BulkLines {

    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator("").build();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private JsonGenerator out = generator();

    private JsonGenerator generator() {
        try {
            return JSON.createGenerator(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document that must not be there yet. */
    byte[] create(String index, String id, Fields document) throws InvalidRecordException {
        return write(() -> {
            begin("create", index, id);
            end();
            document.write(out);
            out.writeRaw('\n');
        });
    }

    /** A document that takes the place of one of a lower version. */
    byte[] replace(String index, String id, long version, Fields document) throws InvalidRecordException {
        return write(() -> {
            begin("index", index, id);
            version(version);
            end();
            document.write(out);
            out.writeRaw('\n');
        });
    }

    /** A deletion, unless what is there has a higher version. */
    byte[] delete(String index, String id, long version) throws InvalidRecordException {
        return write(() -> {
            begin("delete", index, id);
            version(version);
            end();
        });
    }

    private interface Lines {
        void write() throws IOException;
    }

    private byte[] write(Lines lines) throws InvalidRecordException {
        bytes.reset();
        boolean complete = false;
        try {
            lines.write();
            out.flush();
            complete = true;
        } catch (JsonProcessingException e) {
            throw new InvalidRecordException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            // A generator that was left in the middle of an object is of no use any more.
            if (!complete) out = generator();
        }
        return bytes.toByteArray();
    }

    private void begin(String action, String index, String id) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart(action);
        out.writeStringField("_index", index);
        out.writeStringField("_id", id);
    }

    private void version(long version) throws IOException {
        out.writeNumberField("version", version);
        out.writeStringField("version_type", "external");
    }

    private void end() throws IOException {
        out.writeEndObject();
        out.writeEndObject();
        out.writeRaw('\n');
    }
}
