package dev.vigia.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonParser;
import dev.vigia.ingest.gateway.Refusal.Problem;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import dev.vigia.schemas.json.LogJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {

    private static final int MAX_RECORD = 1000;
    private static final Defaults NOW = new Defaults(1_700_000_000_000_000L, "unknown");

    private final Budget budget = new Budget(100_000);
    private final BatchReader<Log> reader = new BatchReader<>(new Messages(), MAX_RECORD);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"message\":\"a\"},{\"message\":\"b\"}]",
                "{\"message\":\"a\"}\n{\"message\":\"b\"}",
                "{\"message\":\"a\"}\r\n\r\n{\"message\":\"b\"}\r\n",
                "\ufeff{\"message\":\"a\"}{\"message\":\"b\"}",
                "{\n  \"message\": \"a\"\n}\n{\n  \"message\": \"b\"\n}\n",
                " [ \n{\"message\":\"a\"},\n{\"message\":\"b\"} ]\n"
            })
    void read_listOrLines_givesTheRecordsInOrder(String body) throws Exception {
        assertThat(messages(body)).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", " \n\n"})
    void read_nothing_isNoRecords(String body) throws Exception {
        assertThat(messages(body)).isEmpty();
    }

    @Test
    void read_badRecords_namesIndexLineFieldAndProblem() {
        Refusal refusal = refusal("""
                {"message":"a"}
                {"message":"b","http":{"status":"abc"}}

                {"count":0,"x":[{"y":[1,2]}]}
                {"message":"d","timestamp":"2023-11-14T22:23:21Z"}
                7
                """);
        assertThat(refusal.status().code()).isEqualTo(400);
        assertThat(refusal.problems())
                .containsExactly(
                        new Problem(1, 2, "http.status", "'abc' is not a number"),
                        new Problem(2, 4, "count", "0 is less than 1"),
                        new Problem(3, 5, "timestamp", "2023-11-14T22:23:21Z is more than 10 minutes in the future"),
                        new Problem(4, 6, "", "7 is not a record; write an object"));
    }

    @Test
    void read_brokenLine_goesOnWithTheNextRecord() {
        Refusal refusal = refusal(
                "{\"message\":\"a\"}\n{\"message\":\"b\nrest\n{\"message\":\"c\"}\n{\"count\":0}\nxyz\n{\"n\":1} ]");
        assertThat(refusal.problems()).extracting(Problem::index).containsExactly(1, 3, 4, 6);
        assertThat(refusal.problems()).extracting(Problem::line).containsExactly(2, 5, 6, 7);
        assertThat(refusal.problems().get(0).problem())
                .startsWith("is not JSON: Illegal unquoted character")
                .contains("line 2");
        assertThat(refusal.problems().get(1).field()).isEqualTo("count");
        assertThat(refusal.problems().get(2).problem()).contains("'xyz'").contains("line 6");
    }

    @Test
    void read_cutOffLine_isNamedAndTheNextIsRead() {
        Refusal refusal = refusal("{\"message\":\"a\"\n{\"count\":0}");
        assertThat(refusal.problems()).extracting(Problem::line).containsExactly(1, 2);
        assertThat(refusal("{\"message\":\"a\"").problems())
                .extracting(Problem::problem)
                .singleElement()
                .asString()
                .startsWith("is not JSON: Unexpected end-of-input")
                .doesNotContain("Source");
    }

    @Test
    void read_brokenList_isNamedOnce() {
        Refusal refusal = refusal("[{\"count\":0},\n{\"message\":}\n,\n{}]");
        assertThat(refusal.problems()).extracting(Problem::line).containsExactly(1, 2);
        assertThat(refusal("[[{}]]").problems())
                .containsExactly(new Problem(0, 1, "", "a list is not a record; write an object"));
    }

    @Test
    void read_manyBadRecords_namesTheFirstTen() {
        assertThat(refusal("{\"count\":0}\n".repeat(1000)).problems()).hasSize(10);
        assertThat(refusal("{\"count\":\n".repeat(1000)).problems()).hasSize(10);
    }

    @Test
    void read_largeRecord_is413AndNamed() throws Exception {
        String fits = "{\"x\":1,\"message\":\"" + "m".repeat(MAX_RECORD - 20) + "\"}";
        assertThat(fits).hasSize(MAX_RECORD);
        assertThat(messages(fits)).hasSize(1);
        Refusal slightly = refusal("{}\n " + fits.replace("1", "12"));
        assertThat(slightly.status().code()).isEqualTo(413);
        assertThat(slightly.problems())
                .containsExactly(new Problem(1, 2, "", "has 1001 bytes; the limit is 1000 (ingest.max_record_bytes)"));
        Refusal text = refusal("{}\n{\"message\":\"" + "m".repeat(5000) + "\"}\n{\"count\":0}");
        assertThat(text.status().code()).isEqualTo(413);
        assertThat(text.problems()).extracting(Problem::line).containsExactly(2, 3);
        Refusal wide = refusal("[{}, {\"a\":[" + "1,".repeat(600) + "1]}]");
        assertThat(wide.problems()).extracting(Problem::index).containsExactly(1);
    }

    @Test
    void read_moreThanTheBudget_isRefused() {
        try (Budget.Lease other = budget.lease()) {
            assertThat(catchThrowableOfType(Refusal.class, () -> other.reserve(99_999)))
                    .isNull();
            assertThat(refusal("{\"message\":\"abc\"}").status().code()).isEqualTo(429);
        }
        assertThat(budget.used()).isZero();
    }

    private List<String> messages(String body) throws Exception {
        try (Budget.Lease lease = budget.lease()) {
            return reader.read(body.getBytes(StandardCharsets.UTF_8), NOW, lease).stream()
                    .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .toList();
        }
    }

    private Refusal refusal(String body) {
        return catchThrowableOfType(Refusal.class, () -> messages(body));
    }

    /** Logs of which only the message is kept. */
    private static final class Messages implements RecordForm<Log> {

        @Override
        public String signal() {
            return "logs";
        }

        @Override
        public Log parse(JsonParser parser, Defaults defaults) throws IOException, InvalidRecord {
            return LogJson.parse(parser, defaults);
        }

        @Override
        public long timestamp(Log log) {
            return log.getTimestamp();
        }

        @Override
        public ProducerRecord<byte[], byte[]> encode(Log log) {
            return new ProducerRecord<>("logs", log.getMessage().getBytes(StandardCharsets.UTF_8));
        }
    }
}
