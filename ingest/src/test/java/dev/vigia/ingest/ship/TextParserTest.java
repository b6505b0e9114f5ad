package dev.vigia.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextParserTest {

    private final TextParser parser = new TextParser(ZoneOffset.UTC);

    @Test
    void parse_lineOfTheForm_givesEveryPart() {
        assertThat(parser.parse(
                                "[ERROR] 2024-01-15 14:31:10 integrations [system] 🚨 API timeout - again - tokens: 1500")
                        .json())
                .hasToString("{\"attributes\":{\"vigia.feature\":\"integrations\",\"user.name\":\"system\","
                        + "\"vigia.context\":\"tokens: 1500\"},\"level\":\"ERROR\","
                        + "\"message\":\"🚨 API timeout - again\",\"timestamp\":\"2024-01-15T14:31:10Z\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-15 14:31:10,2024-01-15T14:31:10Z",
        "'2024-01-15 14:31:10,250',2024-01-15T14:31:10.250Z",
        "2024-01-15T14:31:10.25+02:00,2024-01-15T12:31:10.250Z",
        "2024-01-15T14:31:10+0200,2024-01-15T12:31:10Z",
        "2024-01-15T14:31:10Z,2024-01-15T14:31:10Z",
        "2024-01-15 14:31,2024-01-15T14:31:00Z",
    })
    void parse_time_isRead(String written, String expected) {
        assertThat(parser.parse("[INFO] " + written + " f [] m").time()).hasToString("Optional[" + expected + "]");
    }

    @ParameterizedTest
    @CsvSource({"anything at all", "[INFO] no time here", "[INFO] 2024-13-15 14:31:10 f [u] m"})
    void parse_anyOtherText_isTheMessage(String line) {
        Parsed parsed = parser.parse(line);

        assertThat(parsed.understood()).isTrue();
        assertThat(parsed.json().path("message").asText()).isEqualTo(line);
        assertThat(parsed.time()).isEmpty();
    }

    @Test
    void parse_javaTrace_becomesTheException() {
        List<String> records = join(
                "[ERROR] 2024-01-15 14:31:10 pay [ann] charge failed - id=7",
                "java.lang.IllegalStateException: closed",
                "\tat shop.Pay.charge(Pay.java:17)",
                "\t... 23 more",
                "Caused by: java.net.SocketTimeoutException: Read timed out",
                "\tat java.base/Net.read(Net.java:1)",
                "[INFO] 2024-01-15 14:31:11 pay [ann] next");

        assertThat(records).hasSize(2);
        JsonNode json = parser.parse(records.get(0)).json();
        assertThat(json.path("message").asText()).isEqualTo("charge failed");
        assertThat(json.path("exception").path("type").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(json.path("exception").path("message").asText()).isEqualTo("closed");
        assertThat(json.path("exception").path("stack_trace").asText())
                .startsWith("java.lang.Ill")
                .endsWith("(Net.java:1)");
    }

    @Test
    void parse_pythonTrace_becomesTheException() {
        List<String> records = join(
                "worker failed",
                "Traceback (most recent call last):",
                "  File \"a.py\", line 3, in run",
                "    go()",
                "billing.CardDeclined: no funds",
                "worker restarted");

        assertThat(records).hasSize(2);
        JsonNode json = parser.parse(records.get(0)).json();
        assertThat(json.path("message").asText()).isEqualTo("worker failed");
        assertThat(json.path("exception").path("type").asText()).isEqualTo("billing.CardDeclined");
        assertThat(json.path("exception").path("message").asText()).isEqualTo("no funds");
    }

    @Test
    void parse_indentedLinesThatAreNoTrace_stayInTheMessage() {
        List<String> records = join("query was", "  select 1", "  from t", "done");

        assertThat(records).containsExactly("query was\n  select 1\n  from t", "done");
        assertThat(parser.parse(records.get(0)).json().path("message").asText()).isEqualTo(records.get(0));
    }

    private List<String> join(String... lines) {
        List<String> records = new ArrayList<>();
        for (String line : lines) {
            int last = records.size() - 1;
            if (last >= 0 && parser.continues(records.get(last), line))
                records.set(last, records.get(last) + "\n" + line);
            else records.add(line);
        }
        return records;
    }
}
