package dev.vigia.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.platform.PlatformHome;
import dev.vigia.platform.RegistryProcess;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private EmbeddedBroker broker;
    private RegistryProcess registry;
    private KafkaSettings kafka;
    private Gateway gateway;
    private RegistryClient schemas;
    private TopicTail logs;
    private TopicTail logsRaw;
    private TopicTail points;

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.start(dir.resolve("kafka"), 0, Map.of());
        registry = RegistryProcess.start(
                dir.resolve("registry"), 0, PlatformHome.find().registry());
        kafka = KafkaSettings.of(
                broker.bootstrapServers(), registry.confluentUrl().toString());
        new TopicInstaller(kafka).install();
        schemas = new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()));
        gateway = new Gateway(GatewaySettings.onPort(0), kafka, metrics);
        gateway.start();
        logs = new TopicTail(kafka, kafka.topics().logs());
        logsRaw = new TopicTail(kafka, kafka.topics().logsRaw());
        points = new TopicTail(kafka, kafka.topics().metrics());
    }

    @AfterAll
    void stop() {
        gateway.close();
        logs.close();
        logsRaw.close();
        points.close();
        registry.close();
        broker.close();
    }

    @Test
    void post_ndjson_isWrittenBeforeTheAnswer() throws Exception {
        Answer answer = post("/ingest/logs", """
                {"timestamp":"2015-05-17T10:05:03Z","level":"error","message":"a","service":"s","x":{"y":[1]}}
                {"message":"b","http":{"method":"GET","path":"/p","status":200,"duration_ms":5}}
                """);
        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body.toString()).isEqualTo("{\"accepted\":2}");
        List<Log> written = logs.read(log());
        assertThat(written).extracting(Log::getMessage).containsExactlyInAnyOrder("a", "b");
        Log a = written.get(written.get(0).getMessage().equals("a") ? 0 : 1);
        assertThat(a.getTimestamp()).isEqualTo(1_431_857_103_000_000L);
        assertThat(a.getSeverityNumber()).isEqualTo(17);
        assertThat(a.getAttributes()).isEqualTo(Map.of("x.y", "[1]"));
    }

    @Test
    void post_gzippedList_isUnpacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("[{\"message\":\"packed\"}]".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(post("/ingest/logs", packed.toByteArray(), "gzip").status).isEqualTo(200);
        assertThat(logs.read(log())).extracting(Log::getMessage).containsExactly("packed");
        Answer broken = post("/ingest/logs", "[]".getBytes(StandardCharsets.UTF_8), "gzip");
        assertThat(broken.status).isEqualTo(400);
        assertThat(broken.error()).startsWith("the body is not gzip");
        assertThat(post("/ingest/logs", "[]".getBytes(StandardCharsets.UTF_8), "br").status)
                .isEqualTo(415);
    }

    @Test
    void post_gzipBomb_is413() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 300; i++) gzip.write(new byte[1024 * 1024]);
        }
        assertThat(post("/ingest/logs", packed.toByteArray(), "gzip").status).isEqualTo(413);
        Awaitility.await().until(() -> inFlight() == 0);
    }

    @Test
    void post_oneBadRecord_writesNothing() throws Exception {
        Answer answer =
                post("/ingest/logs", "{\"message\":\"good\"}\n{\"message\":\"bad\",\"http\":{\"status\":\"abc\"}}");
        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.body.at("/records").toString())
                .isEqualTo(
                        "[{\"index\":1,\"line\":2,\"field\":\"http.status\",\"problem\":\"'abc' is not a number\"}]");
        assertThat(logs.read(log())).isEmpty();
        Answer ahead = post("/ingest/logs", "{\"timestamp\":\"" + Instant.now().plusSeconds(660) + "\"}");
        assertThat(ahead.body.at("/records/0/field").asText()).isEqualTo("timestamp");
        assertThat(post("/ingest/logs", "{\"message\":").status).isEqualTo(400);
    }

    @Test
    void post_invalidUtf8_namesTheByte() throws Exception {
        byte[] body = "{\"message\":\"a\"}\n{\"message\":\"X\"}".getBytes(StandardCharsets.UTF_8);
        body[28] = (byte) 0xFF;
        Answer answer = post("/ingest/logs", body, "");
        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("byte 28 of the body, in line 2, is not UTF-8: 0xff; nothing was written");
    }

    @Test
    void post_lineOfTenMegabytes_is413AndNamed() throws Exception {
        Answer answer = post("/ingest/logs", "{\"message\":\"a\"}\n{\"message\":\"" + "m".repeat(10_000_000) + "\"}\n");
        assertThat(answer.status).isEqualTo(413);
        assertThat(answer.body.at("/records/0/line").asInt()).isEqualTo(2);
        assertThat(answer.body.at("/records/0/problem").asText()).contains("the limit is 1048576");
        assertThat(logs.read(log())).isEmpty();
    }

    @Test
    void post_moreThanTwentyMebibytes_is413() throws Exception {
        Answer answer = post("/ingest/logs", " ".repeat(21 * 1024 * 1024));
        assertThat(answer.status).isEqualTo(413);
        assertThat(answer.error()).contains("ingest.max_request_bytes");
        Awaitility.await().until(() -> inFlight() == 0);
    }

    @Test
    void post_recordsWithIds_goWhereTheyAreDeduplicated() throws Exception {
        assertThat(post("/ingest/logs", "[{\"id\":\"k1\",\"message\":\"once\"}]").status)
                .isEqualTo(200);
        assertThat(logsRaw.read(log())).singleElement().satisfies(log -> {
            assertThat(log.getId()).isEqualTo("k1");
            assertThat(log.getMessage()).isEqualTo("once");
        });
        assertThat(logsRaw.lastKeys()).containsExactly("k1");
        assertThat(logs.read(log())).isEmpty();
    }

    @Test
    void post_metrics_areWrittenAndTotalsKeyedBySeries() throws Exception {
        Answer answer = post("/ingest/metrics", """
                [{"name":"queue.size","value":3,"service":"s"},
                 {"name":"bytes","value":9,"type":"cumulative_counter","service":"s","attributes":{"b":1,"a":"x"}}]""");
        assertThat(answer.status).isEqualTo(200);
        assertThat(points.read(new AvroDeserializer<>(schemas, Metric.class)))
                .extracting(Metric::getName)
                .containsExactlyInAnyOrder("queue.size", "bytes");
        assertThat(points.lastKeys()).containsExactlyInAnyOrder("", "s|bytes|a=x|b=1");
    }

    @Test
    void post_browserLog_survivesUnharmed() throws Exception {
        String message = "Falha no pagamento: cartão não autorizado 💳🚫 — ação necessária";
        String body = "{\"timestamp\":\"" + Instant.now() + "\",\"level\":\"ERROR\",\"message\":\"" + message
                + "\",\"metadata\":{\"url\":\"https://loja.example/ç\",\"userAgent\":\"Firefox 🦊\",\"environment\":\"produção\"}}";
        HttpResponse<String> answer = http.send(
                request("/api/logs")
                        .header("Origin", "https://loja.example")
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
        Log log = logs.read(log()).get(0);
        assertThat(log.getMessage()).isEqualTo(message);
        assertThat(log.getService()).isEqualTo("browser");
        assertThat(log.getAttributes())
                .isEqualTo(Map.of("url.full", "https://loja.example/ç", "user_agent.original", "Firefox 🦊"));
        assertThat(log.getResource()).isEqualTo(Map.of("deployment.environment.name", "produção"));
    }

    @Test
    void options_preflightOfABrowser_isAllowed() throws Exception {
        HttpResponse<String> answer = http.send(
                request("/api/logs")
                        .header("Origin", "https://loja.example")
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "content-type")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-methods")).hasValue("POST");
        assertThat(answer.headers().firstValue("access-control-allow-headers")).hasValue("content-type");
    }

    @Test
    void request_wrongPathOrMethod_isJson() throws Exception {
        Answer notFound = send(request("/nowhere").GET().build());
        assertThat(notFound.status).isEqualTo(404);
        assertThat(notFound.error()).contains("POST /ingest/logs");
        Answer notAllowed = send(request("/ingest/logs").GET().build());
        assertThat(notAllowed.status).isEqualTo(405);
        assertThat(notAllowed.error()).contains("not allowed");
        Answer health = send(request("/health").GET().build());
        assertThat(health.status).isEqualTo(200);
        assertThat(health.body.at("/status").asText()).isEqualTo("healthy");
        assertThat(Instant.parse(health.body.at("/timestamp").asText())).isBefore(Instant.now());
    }

    @Test
    void post_whileOthersHoldTheBudget_is429() throws Exception {
        GatewaySettings tiny = new GatewaySettings("", 0, 20_000, 20_000, 60_000, Duration.ofSeconds(10), List.of("*"));
        try (Gateway small = new Gateway(tiny, kafka, new SimpleMeterRegistry())) {
            small.start();
            try (Socket slow = new Socket("127.0.0.1", small.port());
                    Socket slower = new Socket("127.0.0.1", small.port());
                    Socket slowest = new Socket("127.0.0.1", small.port())) {
                for (Socket socket : List.of(slow, slower, slowest)) sendHalf(socket);
                Awaitility.await().untilAsserted(() -> {
                    HttpResponse<String> answer = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + small.port() + "/ingest/logs"))
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"message\":\"" + "m".repeat(8000) + "\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode()).isEqualTo(429);
                    assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
                });
            }
        }
        logs.read(log());
    }

    @Test
    void start_takenPort_isOneLine() {
        try (Gateway second = new Gateway(GatewaySettings.onPort(gateway.port()), kafka, new SimpleMeterRegistry())) {
            Assertions.assertThatThrownBy(second::start)
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(gateway.port() + "")
                    .hasMessageContaining("ingest.port");
        }
    }

    @Test
    void post_kafkaOrRegistryAway_is503AndComesBack() throws Exception {
        EmbeddedBroker own = EmbeddedBroker.start(dir.resolve("own"), 0, Map.of());
        RegistryProcess ownRegistry = RegistryProcess.start(
                dir.resolve("own-registry"), 0, PlatformHome.find().registry());
        KafkaSettings ownKafka = KafkaSettings.of(
                own.bootstrapServers(), ownRegistry.confluentUrl().toString());
        new TopicInstaller(ownKafka).install();
        GatewaySettings settings = new GatewaySettings("", 0, 0, 0, 0, Duration.ofSeconds(2), List.of("*"));
        try (Gateway alone = new Gateway(settings, ownKafka, new SimpleMeterRegistry())) {
            alone.start();
            assertThat(postTo(alone, "{}").status).isEqualTo(200);
            ownRegistry.close();
            assertThat(postTo(alone, "{}").status).isEqualTo(200);
            own.close();
            Answer away = postTo(alone, "{}\n{}");
            assertThat(away.status).isEqualTo(503);
            assertThat(away.retryAfter).isEqualTo("5");
            assertThat(away.body.at("/written").asInt()).isZero();
            assertThat(alone.health().status()).isEqualTo(Health.Status.DEGRADED);
            int port = Integer.parseInt(own.bootstrapServers().split(":")[1]);
            try (EmbeddedBroker again = EmbeddedBroker.start(dir.resolve("own"), port, Map.of())) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .untilAsserted(
                                () -> assertThat(postTo(alone, "{}").status).isEqualTo(200));
                assertThat(alone.health().status()).isEqualTo(Health.Status.HEALTHY);
            }
        }
    }

    private double inFlight() {
        return metrics.get("vigia.gateway.in_flight_bytes").gauge().value();
    }

    private AvroDeserializer<Log> log() {
        return new AvroDeserializer<>(schemas, Log.class);
    }

    private static void sendHalf(Socket socket) throws IOException {
        String head = "POST /ingest/logs HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n";
        socket.getOutputStream().write((head + " ".repeat(15_000)).getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private record Answer(int status, JsonNode body, String retryAfter) {

        String error() {
            return body.path("error").asText();
        }
    }

    private Answer post(String path, String body) throws Exception {
        return post(path, body.getBytes(StandardCharsets.UTF_8), "");
    }

    private Answer post(String path, byte[] body, String encoding) throws Exception {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!encoding.isEmpty()) request.header("Content-Encoding", encoding);
        return send(request.build());
    }

    private Answer postTo(Gateway other, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + other.port() + "/ingest/logs"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
    }

    private Answer send(HttpRequest request) throws Exception {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        return new Answer(
                response.statusCode(),
                JSON.readTree(response.body()),
                response.headers().firstValue("retry-after").orElse(""));
    }
}
