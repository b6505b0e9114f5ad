package dev.vigia.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemResultTest {

    @Test
    void of_oneOfEach_keepsTheirOrder() {
        List<ItemResult> items = read("""
                {"took": 3, "errors": true, "items": [
                  {"create": {"_index": "i", "status": 201, "result": "created", "_shards": {"total": 1, "successful": 1, "failed": 0}}},
                  {"create": {"_index": "i", "status": 409, "error": {"type": "version_conflict_engine_exception", "reason": "exists"}}},
                  {"create": {"_index": "i", "status": 429, "error": {"type": "es_rejected_execution_exception", "reason": "full"}}},
                  {"create": {"_index": "i", "status": 400, "error": {"type": "document_parsing_exception", "reason": "bad",
                    "caused_by": {"type": "x", "reason": "worse", "more": [1, {"a": 2}]}}}},
                  {"index": {"_index": "i", "status": 403, "error": {"type": "cluster_block_exception", "reason": "read-only"}}},
                  {"create": {"_index": "i", "status": 201, "failure_store": "used"}},
                  {"delete": {"_index": "i", "status": 404, "result": "not_found"}}]}""");

        assertThat(items)
                .hasExactlyElementsOfTypes(
                        ItemResult.Written.class,
                        ItemResult.Known.class,
                        ItemResult.Retry.class,
                        ItemResult.Rejected.class,
                        ItemResult.Blocked.class,
                        ItemResult.Rejected.class,
                        ItemResult.Written.class);
        assertThat(items.get(3)).isEqualTo(new ItemResult.Rejected("document_parsing_exception: bad: worse"));
    }

    @ParameterizedTest
    @CsvSource({
        "429, circuit_breaking_exception, Retry",
        "503, unavailable_shards_exception, Retry",
        "500, '', Retry",
        "429, cluster_block_exception, Blocked",
        "404, index_not_found_exception, Blocked",
        "400, index_closed_exception, Blocked",
        "400, validation_exception, Blocked",
        "403, security_exception, Blocked",
        "400, illegal_argument_exception, Rejected",
        "400, mapper_parsing_exception, Rejected",
        "413, '', Rejected",
    })
    void of_statusAndType_decideTogether(int status, String type, String expected) {
        assertThat(ItemResult.of(status, type, "why").getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"503, true", "500, true", "429, false"})
    void of_mayHaveBeenWritten_isToldByTheStatus(int status, boolean maybeWritten) {
        assertThat(ItemResult.of(status, "any", "why")).isEqualTo(new ItemResult.Retry("any: why", maybeWritten));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Refused",
        "413, Refused",
        "401, Unavailable",
        "404, Unavailable",
        "429, Unavailable",
        "502, Unavailable"
    })
    void bulkResult_statusOfTheWhole_isClassified(int status, String expected) {
        assertThat(BulkResult.of(status, "why").getClass().getSimpleName()).isEqualTo(expected);
    }

    private static List<ItemResult> read(String json) {
        JacksonJsonpMapper mapper = new JacksonJsonpMapper();
        return BulkAnswer.READER.deserialize(mapper.jsonProvider().createParser(new StringReader(json)), mapper);
    }
}
