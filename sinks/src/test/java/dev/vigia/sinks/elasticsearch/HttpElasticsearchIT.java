package dev.vigia.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigia.sinks.elasticsearch.documents.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client makes of answers that no healthy Elasticsearch gives. */
class HttpElasticsearchIT {

    private static final String WRITTEN = """
            {"took": 1, "errors": false, "items": [{"create": {"_index": "i", "status": 201}}]}""";

    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private HttpServer server;
    private int status = 200;
    private String type = "application/json";
    private String answer = WRITTEN;
    private boolean silent;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void bulk_create_isAskedForADataStreamAndForLittle() throws Exception {
        assertThat(bulk(settings(false, ""))).isEqualTo(new BulkResult.Answered(List.of(new ItemResult.Written())));

        assertThat(seen.get("uri")).startsWith("/_bulk?").contains("require_data_stream=true", "filter_path=items");
        assertThat(seen.get("body"))
                .isEqualTo("{\"create\":{\"_index\":\"s\",\"_id\":\"1\"}}\n{\"message\":\"ação\"}\n");
    }

    @Test
    void bulk_plainIndex_isNotAskedForADataStream() throws Exception {
        byte[] delete = "{\"delete\":{\"_index\":\"i\",\"_id\":\"1\"}}\n".getBytes(StandardCharsets.UTF_8);
        bulk(settings(false, ""), new Operation("i", "1", delete, false));

        assertThat(seen.get("uri")).contains("require_data_stream=false");
        assertThat(seen.get("body")).isEqualTo("{\"delete\":{\"_index\":\"i\",\"_id\":\"1\"}}\n");
    }

    @Test
    void bulk_compression_sendsGzip() throws Exception {
        bulk(settings(true, ""));

        assertThat(seen.get("encoding")).isEqualTo("gzip");
        assertThat(seen.get("body")).contains("ação");
    }

    @Test
    void bulk_password_isSentAsBasic() throws Exception {
        bulk(settings(false, ""));

        assertThat(seen.get("authorization")).isEqualTo("Basic dTpw");
    }

    @Test
    void bulk_apiKey_takesThePlaceOfThePassword() throws Exception {
        bulk(settings(false, "key"));

        assertThat(seen.get("authorization")).isEqualTo("ApiKey key");
    }

    @ParameterizedTest
    @CsvSource({"400, Refused", "413, Refused", "401, no", "403, no", "404, no", "429, no", "500, maybe", "503, maybe"})
    void bulk_statusOfTheWhole_isClassifiedWhateverTheBody(int refusal, String expected) throws Exception {
        status = refusal;
        for (String body : List.of("", "<html>no</html>", "{\"error\":\"no\"}", """
                {"error": {"type": "t", "reason": "because"}, "status": %d}""".formatted(refusal))) {
            for (String contentType : List.of("application/json", "text/html")) {
                // The client forgets the status of an answer that says it is JSON and is empty.
                if (body.isEmpty() && contentType.equals("application/json")) continue;
                answer = body;
                type = contentType;
                BulkResult result = bulk(settings(false, ""));
                if (result instanceof BulkResult.Unavailable unavailable) {
                    assertThat(unavailable.maybeWritten() ? "maybe" : "no").isEqualTo(expected);
                    assertThat(unavailable.reason()).contains("" + refusal);
                } else {
                    assertThat(result).isInstanceOf(BulkResult.Refused.class);
                    assertThat(expected).isEqualTo("Refused");
                }
                if (body.contains("because") && contentType.endsWith("json"))
                    assertThat(result.toString()).contains("because");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, <html>",
        "application/json, <html>",
        "application/json, '{\"took\": 1'",
        "application/json, {}",
        "application/json, '{\"items\": [{\"create\": {}}]}'"
    })
    void bulk_answerThatSaysNothing_mayHaveBeenWritten(String contentType, String body) throws Exception {
        type = contentType;
        answer = body;

        assertThat(bulk(settings(false, "")))
                .isInstanceOfSatisfying(
                        BulkResult.Unavailable.class,
                        result -> assertThat(result.maybeWritten()).isTrue());
    }

    @Test
    void bulk_fewerAnswersThanEntries_mayHaveBeenWritten() throws Exception {
        assertThat(bulk(settings(false, ""), entry(), entry()))
                .isEqualTo(new BulkResult.Unavailable("1 answers to 2 entries", true));
    }

    @Test
    void bulk_noAnswer_mayHaveBeenWritten() throws Exception {
        silent = true;

        assertThat(bulk(settings(false, "")))
                .isInstanceOfSatisfying(
                        BulkResult.Unavailable.class,
                        result -> assertThat(result.maybeWritten()).isTrue());
    }

    @Test
    void bulk_nobodyListens_wasNotWritten() throws Exception {
        ConnectionSettings settings = settings(false, "");
        server.stop(0);

        assertThat(bulk(settings))
                .isInstanceOfSatisfying(
                        BulkResult.Unavailable.class,
                        result -> assertThat(result.maybeWritten()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({"application/json", "text/html"})
    void call_expectedStatus_isNoAnswerAndOthersAreFailures(String contentType) {
        type = contentType;
        answer = "{\"error\": {\"type\": \"t\", \"reason\": \"because\"}, \"status\": 404}";
        status = 404;
        try (Elasticsearch elasticsearch = new HttpElasticsearch(settings(false, ""))) {
            assertThat(refresh(elasticsearch, 404)).isEmpty();
            assertThatThrownBy(() -> refresh(elasticsearch, 400))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContainingAll("refresh it", "404");
        } catch (UnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void call_answerThatIsNotJson_isAFailure() {
        answer = "<html>";
        try (Elasticsearch elasticsearch = new HttpElasticsearch(settings(false, ""))) {
            assertThatThrownBy(() -> refresh(elasticsearch, 404)).isInstanceOf(UnavailableException.class);
        }
    }

    private static Optional<?> refresh(Elasticsearch elasticsearch, int no) throws UnavailableException {
        return elasticsearch.call("refresh it", no, client -> client.indices().refresh());
    }

    private static BulkResult bulk(ConnectionSettings settings) throws Exception {
        return bulk(settings, entry());
    }

    private static BulkResult bulk(ConnectionSettings settings, Operation... entries) throws Exception {
        try (Elasticsearch elasticsearch = new HttpElasticsearch(settings)) {
            CompletableFuture<BulkResult> result = new CompletableFuture<>();
            elasticsearch.bulk(List.of(entries), result::complete);
            return result.get(30, TimeUnit.SECONDS);
        }
    }

    private static Operation entry() {
        String lines = "{\"create\":{\"_index\":\"s\",\"_id\":\"1\"}}\n{\"message\":\"ação\"}\n";
        return new Operation("s", "1", lines.getBytes(StandardCharsets.UTF_8), true);
    }

    private ConnectionSettings settings(boolean compression, String apiKey) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new ConnectionSettings(List.of(url), "u", "p", apiKey, compression, 5_000, 10_000);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            String encoding =
                    Optional.ofNullable(headers.getFirst("Content-Encoding")).orElse("");
            if (encoding.equals("gzip")) body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
            seen.put("uri", exchange.getRequestURI().toString());
            seen.put("encoding", encoding);
            seen.put("authorization", headers.getFirst("Authorization"));
            seen.put("body", new String(body, StandardCharsets.UTF_8));
            if (silent) return;
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) exchange.getResponseBody().write(bytes);
        }
    }
}
