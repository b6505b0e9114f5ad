package dev.vigia.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanEvent;
import dev.vigia.schemas.avro.SpanKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class PartialReaderTest {

    private static final Log LOG = Log.newBuilder()
            .setTimestamp(5)
            .setService("cart")
            .setMessage("Grüße")
            .setSeverityNumber(17)
            .setResource(Map.of("host.name", "a"))
            .setAttributes(Map.of("s", "x", "l", -7L, "d", 1.5, "b", true))
            .setHttp(Http.newBuilder()
                    .setStatus(404)
                    .setRoute("/")
                    .setDuration(9L)
                    .build())
            .setException(ExceptionInfo.newBuilder()
                    .setType("T")
                    .setStackTrace("at x")
                    .build())
            .setCount(3)
            .build();
    private static final Metric METRIC = Metric.newBuilder()
            .setTimestamp(5)
            .setName("m")
            .setType(MetricType.HISTOGRAM)
            .setValue(2.5)
            .setHistogram(new Histogram(3L, List.of(1.0), List.of(1L, 2L)))
            .build();
    private static final Span SPAN = Span.newBuilder()
            .setTimestamp(5)
            .setDuration(6)
            .setTraceId("t")
            .setSpanId("s")
            .setName("n")
            .setKind(SpanKind.SERVER)
            .setEvents(List.of(new SpanEvent(1L, "e", Map.of("k", "v"))))
            .build();

    @Test
    void read_eachFieldAlone_isAsWritten() throws IOException {
        for (SpecificRecord record : List.of(LOG, METRIC, SPAN)) {
            for (Field field : record.getSchema().getFields()) {
                SpecificRecord read = read(record, Set.of(field.name()));
                assertThat(read.get(field.pos())).as(field.name()).isEqualTo(record.get(field.pos()));
            }
        }
    }

    @Test
    void read_oneFieldOfAStructure_leavesTheOthersOut() throws IOException {
        Log read = (Log) read(LOG, Set.of("http.status", "count"));
        assertThat(read.getHttp().getStatus()).isEqualTo(404);
        assertThat(read.getHttp().getRoute()).isNull();
        assertThat(read.getCount()).isEqualTo(3);
        assertThat(read.getMessage()).isNull();
        assertThat(read.getAttributes()).isNull();
    }

    @Test
    void read_oneKeyOfAMap_leavesTheOthersOut() throws IOException {
        assertThat(((Log) read(LOG, Set.of("attributes.d", "attributes.none"))).getAttributes())
                .containsExactly(Map.entry("d", 1.5));
        assertThat(((Log) read(LOG, Set.of("attributes.d", "attributes"))).getAttributes())
                .isEqualTo(LOG.getAttributes());
    }

    @Test
    void of_otherSchemas_isLeftToAvro() {
        Schema bare = SchemaBuilder.record("Log")
                .namespace("dev.vigia.schemas.avro")
                .fields()
                .requiredLong("timestamp")
                .endRecord();
        assertThat(PartialReader.of(bare, Log.SCHEMA$, Set.of("timestamp"))).isPresent();
        assertThat(PartialReader.of(bare, Log.SCHEMA$, Set.of("service"))).isEmpty();
        Schema otherType = SchemaBuilder.record("Log")
                .namespace("dev.vigia.schemas.avro")
                .fields()
                .requiredInt("timestamp")
                .endRecord();
        assertThat(PartialReader.of(otherType, Log.SCHEMA$, Set.of("timestamp")))
                .isEmpty();
        assertThat(PartialReader.of(Metric.SCHEMA$, Log.SCHEMA$, Set.of("timestamp")))
                .isEmpty();
    }

    @Test
    void read_brokenBytes_isAnError() throws IOException {
        byte[] bytes = bytes(LOG);
        AvroBytesReader<Log> reader =
                AvroBytesReader.specific(Log.SCHEMA$, Log.SCHEMA$, Log.class, Set.of("timestamp"));
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> reader.read(part, 0)).isInstanceOf(SerializationException.class);
        }
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> reader.read(more, 0)).isInstanceOf(SerializationException.class);
    }

    private static SpecificRecord read(SpecificRecord record, Set<String> wanted) throws IOException {
        assertThat(PartialReader.of(record.getSchema(), record.getSchema(), wanted))
                .isPresent();
        AvroBytesReader<SpecificRecord> reader =
                AvroBytesReader.specific(record.getSchema(), record.getSchema(), record.getClass(), wanted);
        return reader.read(bytes(record), 0);
    }

    private static byte[] bytes(SpecificRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
        return out.toByteArray();
    }
}
