package dev.vigia.ingest.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.linecorp.armeria.common.HttpStatus;
import dev.vigia.ingest.gateway.Refusal.Problem;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Reads a request's records: one object, objects one after the other (NDJSON), or a list of them. All or nothing: one bad
 * record refuses the request. Thread-safe.
 *
 * @param <R> the record
 */
final class BatchReader<R> {

    /** A record may not be further ahead of the clock than this. */
    static final long MAX_AHEAD_MICROS = 10 * 60 * 1_000_000L;

    private static final int MOST_PROBLEMS = 10;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; ");

    private final RecordForm<R> form;
    private final int maxRecordBytes;
    private final JsonFactory json;

    BatchReader(RecordForm<R> form, int maxRecordBytes) {
        this.form = form;
        this.maxRecordBytes = maxRecordBytes;
        this.json = JsonFactory.builder()
                // Names come from outside: interning them would fill a table that the whole JVM shares.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxRecordBytes)
                        .maxNestingDepth(100)
                        .build())
                .build();
    }

    /**
     * The records of a body, ready to be written.
     *
     * @param body UTF-8
     * @param defaults for what records do not say; its time is now
     * @throws Refusal 400 or 413, naming the first records that are bad
     */
    List<ProducerRecord<byte[], byte[]>> read(byte[] body, Defaults defaults, Budget.Lease lease) throws Refusal {
        return new Reading(body, defaults, lease).run();
    }

    /** One body on its way. */
    private final class Reading {

        private final byte[] body;
        private final Defaults defaults;
        private final Budget.Lease lease;
        private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final List<Problem> problems = new ArrayList<>();
        private HttpStatus status = HttpStatus.BAD_REQUEST;
        private int index;
        private int from;
        private int lineOfFrom = 1;
        private int startOfRecord;
        private boolean inList;

        Reading(byte[] body, Defaults defaults, Budget.Lease lease) {
            this.body = body;
            this.defaults = defaults;
            this.lease = lease;
        }

        List<ProducerRecord<byte[], byte[]>> run() throws Refusal {
            if (Body.startsWith(body, BYTE_ORDER_MARK)) from = BYTE_ORDER_MARK.length;
            while (from < body.length && problems.size() < MOST_PROBLEMS) readFrom();
            if (problems.isEmpty()) return records;
            throw new Refusal(status, "some records cannot be accepted; nothing was written", problems);
        }

        private void readFrom() throws Refusal {
            try (JsonParser parser = json.createParser(body, from, body.length - from)) {
                startOfRecord = from;
                try {
                    readAll(parser);
                    from = body.length;
                } catch (JsonProcessingException e) {
                    addNotJson(e);
                    from = nextRecord();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void readAll(JsonParser parser) throws IOException, Refusal {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                JsonStreamContext context = parser.getParsingContext();
                if (token == JsonToken.START_ARRAY && context.getParent().inRoot()) {
                    inList = true;
                } else if (token != JsonToken.END_ARRAY) {
                    readRecord(parser, token.isStructStart() ? context.getParent() : context);
                    if (problems.size() == MOST_PROBLEMS) return;
                    index++;
                }
            }
        }

        private void readRecord(JsonParser parser, JsonStreamContext outer) throws IOException, Refusal {
            JsonLocation start = parser.currentTokenLocation();
            startOfRecord = from + (int) start.getByteOffset();
            try {
                R record = form.parse(parser, defaults);
                requireSize(offset(parser) - startOfRecord);
                requireNotAhead(form.timestamp(record));
                if (problems.isEmpty()) add(record);
            } catch (InvalidRecord e) {
                problems.add(new Problem(index, line(start), e.field(), e.problem()));
                while (parser.getParsingContext() != outer) parser.nextToken();
            }
            startOfRecord = offset(parser);
        }

        private void add(R record) throws Refusal, InvalidRecord {
            ProducerRecord<byte[], byte[]> encoded = form.encode(record);
            requireSize(encoded.value().length);
            lease.reserve(encoded.value().length);
            records.add(encoded);
        }

        private void requireSize(int bytes) throws InvalidRecord {
            if (bytes > maxRecordBytes) throw tooLarge("has " + bytes + " bytes");
        }

        private InvalidRecord tooLarge(String problem) {
            status = HttpStatus.REQUEST_ENTITY_TOO_LARGE;
            return new InvalidRecord("", problem + "; the limit is " + maxRecordBytes + " (ingest.max_record_bytes)");
        }

        private void requireNotAhead(long timestamp) throws InvalidRecord {
            if (timestamp - defaults.timestamp() > MAX_AHEAD_MICROS) {
                throw new InvalidRecord(
                        "timestamp",
                        Instant.EPOCH.plus(timestamp, ChronoUnit.MICROS) + " is more than 10 minutes in the future");
            }
        }

        private void addNotJson(JsonProcessingException e) {
            String problem;
            if (e instanceof StreamConstraintsException
                    && e.getOriginalMessage().startsWith("String value")) {
                problem = tooLarge("has a text that is too long").problem();
            } else {
                JsonLocation at = e.getLocation();
                problem =
                        "is not JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceAll("[")
                                + (at == null ? "" : " (line " + line(at) + ", column " + at.getColumnNr() + ")");
            }
            startOfRecord = Body.skipSpace(body, startOfRecord);
            problems.add(new Problem(index, Body.lineAt(body, startOfRecord), "", problem));
            index++;
        }

        /** After what is no JSON, the next line that begins like a record; none in a list. */
        private int nextRecord() {
            if (inList) return body.length;
            int next = Body.nextLine(body, startOfRecord);
            while (next < body.length && body[next] != '{') next = Body.nextLine(body, next);
            lineOfFrom = Body.lineAt(body, next);
            return next;
        }

        private int offset(JsonParser parser) {
            return from + (int) parser.currentLocation().getByteOffset();
        }

        private int line(JsonLocation location) {
            return lineOfFrom + location.getLineNr() - 1;
        }
    }
}
