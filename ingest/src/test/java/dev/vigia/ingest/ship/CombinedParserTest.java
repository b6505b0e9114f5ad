package dev.vigia.ingest.ship;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CombinedParserTest {

    private static final String START = "203.0.113.9 - - [17/May/2015:10:05:03 +0200] ";

    private static Parsed parse(String line) {
        return new CombinedParser().parse(line);
    }

    @Test
    void parse_combinedLine_givesEveryField() {
        Parsed parsed = parse("203.0.113.9 id7 frank ann [17/May/2015:10:05:03 +0200] "
                + "\"GET /a/b?c=d&e HTTP/1.1\" 404 2326 \"http://www.example.com/start\" \"Mozilla/4.08 [en]\"");

        assertThat(parsed.understood()).isTrue();
        assertThat(parsed.time()).hasToString("Optional[2015-05-17T08:05:03Z]");
        assertThat(parsed.json())
                .hasToString(
                        "{\"http\":{\"client_address\":\"203.0.113.9\",\"method\":\"GET\","
                                + "\"path\":\"/a/b\",\"query\":\"c=d&e\",\"version\":\"1.1\",\"status\":404,\"response_bytes\":2326,"
                                + "\"referrer\":\"http://www.example.com/start\",\"user_agent\":\"Mozilla/4.08 [en]\"},"
                                + "\"attributes\":{\"apache.ident\":\"id7\",\"user.name\":\"frank ann\"},"
                                + "\"message\":\"GET /a/b?c=d&e HTTP/1.1\",\"level\":\"warn\",\"timestamp\":\"2015-05-17T08:05:03Z\"}");
    }

    @Test
    void parse_dashes_areAbsent() {
        JsonNode http =
                parse(START + "\"GET / HTTP/1.0\" 304 - \"-\" \"-\"").json().path("http");

        assertThat(http.has("response_bytes")).isFalse();
        assertThat(http.has("referrer")).isFalse();
        assertThat(http.has("user_agent")).isFalse();
    }

    @Test
    void parse_commonLine_hasNoReferrer() {
        Parsed parsed = parse(START + "\"GET / HTTP/1.0\" 200 17");

        assertThat(parsed.understood()).isTrue();
        assertThat(parsed.json().path("http").path("response_bytes").asInt()).isEqualTo(17);
    }

    @Test
    void parse_escapedQuotesAndBytes_areUndone() {
        JsonNode json = parse(START + "\"GET /\\xc3\\xa9 HTTP/1.0\" 200 17 \"a\\\"b\\\\\" \"Bot \\\"x\\\" \\xff\"")
                .json();

        assertThat(json.path("http").path("path").asText()).isEqualTo("/é");
        assertThat(json.path("http").path("referrer").asText()).isEqualTo("a\"b\\");
        assertThat(json.path("http").path("user_agent").asText())
                .as("not UTF-8, so it stays escaped")
                .isEqualTo("Bot \\\"x\\\" \\xff");
    }

    @Test
    void parse_lineCutInUserAgent_isUnderstood() {
        Parsed parsed = parse(START + "\"GET / HTTP/1.0\" 200 17 \"-\" \"Mozilla/5.0 (compatible; Goo");

        assertThat(parsed.understood()).isTrue();
        assertThat(parsed.json().path("http").path("user_agent").asText()).isEqualTo("Mozilla/5.0 (compatible; Goo");
    }

    @Test
    void parse_moreFieldsBehind_areKept() {
        JsonNode json = parse(START + "\"GET / HTTP/1.0\" 200 17 \"-\" \"curl\" 1234 example.org")
                .json();

        assertThat(json.path("attributes").path("apache.extra").asText()).isEqualTo("1234 example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /a b HTTP/1.1 | GET | /a b | 1.1",
                "GET http://example.org/x?y HTTP/1.1 | GET | /x | 1.1",
                "GET http://example.org HTTP/1.1 | GET | / | 1.1",
                "GET /old | GET | /old | ''",
                "OPTIONS * HTTP/2 | OPTIONS | * | 2",
                "CONNECT example.org:443 HTTP/1.1 | CONNECT | example.org:443 | 1.1",
            })
    void parse_requestLine_givesItsParts(String request, String method, String path, String version) {
        JsonNode http = parse(START + "\"" + request + "\" 200 17").json().path("http");

        assertThat(http.path("method").asText()).isEqualTo(method);
        assertThat(http.path("path").asText()).isEqualTo(path);
        assertThat(http.path("version").asText()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "", "\\x16\\x03\\x01", "GET", "~~~", " / HTTP/1.1"})
    void parse_malformedRequestLine_isKeptAsMessage(String request) {
        Parsed parsed = parse(START + "\"" + request + "\" 400 17 \"-\" \"-\"");

        assertThat(parsed.understood()).isTrue();
        assertThat(parsed.json().path("message").asText()).isEqualTo(ApacheEscapes.undo(request));
        assertThat(parsed.json().path("http").path("status").asInt()).isEqualTo(400);
        assertThat(parsed.json().path("http").has("method")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"200,info", "304,info", "404,warn", "500,error"})
    void parse_status_givesTheLevel(String status, String level) {
        assertThat(parse(START + "\"GET / HTTP/1.0\" " + status + " 1")
                        .json()
                        .path("level")
                        .asText())
                .isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "203.0.113.9 - - [17/May/2015:10:05:03] \"GET / HTTP/1.0\" 200 17",
                "203.0.113.9 - - [17/May/2015:10:05:03 +0200] GET / HTTP/1.0 200 17",
                "203.0.113.9 - - [17/May/2015:10:05:03 +0200] \"GET / HTTP/1.0\" 2000 17",
                "203.0.113.9 - - [17/May/2015:10:05:03 +0200] \"GET / HTTP/1.0\" 200 many",
            })
    void parse_otherLine_isKeptWithTheReason(String line) {
        Parsed parsed = parse(line);

        assertThat(parsed.understood()).isFalse();
        assertThat(parsed.json().path("message").asText()).isEqualTo(line);
        assertThat(parsed.json().path("attributes").path("vigia.parse_error").asText())
                .isNotEmpty();
    }

    @Test
    void parse_veryLongQuotedText_doesNotOverflowTheStack() {
        String agent = "\\\"x".repeat(200_000);

        assertThat(parse(START + "\"GET / HTTP/1.0\" 200 17 \"-\" \"" + agent + "\"")
                        .understood())
                .isTrue();
    }
}
