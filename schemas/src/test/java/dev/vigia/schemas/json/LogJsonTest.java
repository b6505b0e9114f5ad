package dev.vigia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogJsonTest {

    private static final Defaults NOW = new Defaults(1_700_000_000_000_000L, "unknown");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    @Test
    void parse_nativeForm_fillsEveryField() throws Exception {
        Log log = parse("""
                {"id":"7f3a","timestamp":"2024-02-03T04:05:06.789Z","observed_timestamp":1706933107,"level":"ERROR",
                 "message":"payment failed","service":"checkout","event_name":"payment_failed",
                 "trace_id":"4BF92F3577B34DA6A3CE929D0E0E4736","span_id":"00f067aa0ba902b7",
                 "http":{"method":"post","route":"/pay/{id}","path":"/pay/7?a=b","status":502,"duration_ms":12.5,
                         "response_bytes":312,"version":"1.1","referrer":"r","user_agent":"u","client_address":"192.0.2.7"},
                 "exception":{"type":"PaymentException","message":"declined","stack_trace":"at x"},
                 "attributes":{"order.id":7,"vip":true},"resource":{"service.version":"1.2.0"},"count":3}""");
        assertThat(log)
                .isEqualTo(new Log(
                        "7f3a",
                        1_706_933_106_789_000L,
                        1_706_933_107_000_000L,
                        17,
                        "ERROR",
                        "payment failed",
                        "payment_failed",
                        "checkout",
                        Map.of("service.version", "1.2.0"),
                        Map.of("order.id", 7L, "vip", true),
                        "4bf92f3577b34da6a3ce929d0e0e4736",
                        "00f067aa0ba902b7",
                        new Http(
                                "POST",
                                "/pay/{id}",
                                "/pay/7",
                                "a=b",
                                502,
                                12_500_000L,
                                312L,
                                "1.1",
                                "r",
                                "u",
                                "192.0.2.7"),
                        new ExceptionInfo("PaymentException", "declined", "at x"),
                        3L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"@timestamp":"2024-02-03T04:05:06Z","log":{"level":"warn"},"message":"m","service":{"name":"s"},
                 "http":{"request":{"method":"GET"},"response":{"status_code":404,"body":{"bytes":9}}},
                 "url":{"path":"/p","query":"q"},"client":{"ip":"192.0.2.1"},"user_agent":{"original":"ua"},
                 "event":{"action":"e","duration":1000},"trace":{"id":"4bf92f3577b34da6a3ce929d0e0e4736"},
                 "span":{"id":"00f067aa0ba902b7"},"error":{"type":"T","message":"em","stack_trace":"st"},
                 "host":{"name":"h"},"labels":{"a":"b"}}""", """
                {"@timestamp":"2024-02-03T04:05:06Z","log.level":"warn","message":"m","service.name":"s",
                 "http.request.method":"GET","http.response.status_code":404,"http.response.body.bytes":9,
                 "url.path":"/p","url.query":"q","client.ip":"192.0.2.1","user_agent.original":"ua",
                 "event.action":"e","event.duration":1000,"trace.id":"4bf92f3577b34da6a3ce929d0e0e4736",
                 "span.id":"00f067aa0ba902b7","error.type":"T","error.message":"em","error.stack_trace":"st",
                 "host.name":"h","labels.a":"b"}"""})
    void parse_ecsNames_areKnownNestedAndDotted(String json) throws Exception {
        Log log = parse(json);
        assertThat(log.getTimestamp()).isEqualTo(1_706_933_106_000_000L);
        assertThat(log.getSeverityNumber()).isEqualTo(13);
        assertThat(log.getService()).isEqualTo("s");
        assertThat(log.getEventName()).isEqualTo("e");
        assertThat(log.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(log.getSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(log.getHttp())
                .isEqualTo(new Http("GET", null, "/p", "q", 404, 1000L, 9L, null, null, "ua", "192.0.2.1"));
        assertThat(log.getException()).isEqualTo(new ExceptionInfo("T", "em", "st"));
        assertThat(log.getResource()).isEqualTo(Map.of("host.name", "h"));
        assertThat(log.getAttributes()).isEqualTo(Map.of("labels.a", "b"));
    }

    @Test
    void parse_browserShape_keepsMetadataAsAttributesAndIsNoRequest() throws Exception {
        Log log = parse("""
                {"timestamp":"2024-02-03T04:05:06.789Z","level":"warning","message":"Pagamento não concluído 🚀",
                 "metadata":{"url":"https://loja.example/carrinho?id=1","userAgent":"Mozilla","environment":"production",
                             "user_id":42,"ip":"192.0.2.9","feature":"carrinho"}}""");
        assertThat(log.getMessage()).isEqualTo("Pagamento não concluído 🚀");
        assertThat(log.getSeverityNumber()).isEqualTo(13);
        assertThat(log.getHttp()).isNull();
        assertThat(log.getResource()).isEqualTo(Map.of("deployment.environment.name", "production"));
        assertThat(log.getAttributes())
                .isEqualTo(Map.of(
                        "url.full", "https://loja.example/carrinho?id=1",
                        "user_agent.original", "Mozilla",
                        "user.id", 42L,
                        "client.address", "192.0.2.9",
                        "feature", "carrinho"));
    }

    @Test
    void parse_requestStartAndEnd_onlyTheEndIsARequest() throws Exception {
        Log start = parse("{'method':'GET','url':'/a?b=c','ip':'192.0.2.1','user_agent':'ua'}");
        assertThat(start.getHttp()).isNull();
        assertThat(start.getAttributes())
                .isEqualTo(Map.of(
                        "http.request.method", "GET",
                        "url.path", "/a",
                        "url.query", "b=c",
                        "client.address", "192.0.2.1",
                        "user_agent.original", "ua"));
        Log end = parse("{'method':'GET','url':'https://x.example/a?b=c','status_code':200,'response_time_ms':1.5}");
        assertThat(end.getHttp())
                .isEqualTo(new Http("GET", null, "/a", "b=c", 200, 1_500_000L, null, null, null, null, null));
        assertThat(end.getAttributes()).isEqualTo(Map.of("url.full", "https://x.example/a?b=c"));
    }

    @Test
    void parse_unknownNames_becomeAttributesOfTheirTypes() throws Exception {
        Log log = parse("""
                {"feature":"jobs","n":7,"f":1.5,"b":false,"nothing":null,"list":[1,{"a":"é"}],"o":{"p":{"q":"r"}},
                 "big":123456789012345678901234567890,"tags":["x"],"http":{"flavor":"x"},"error":"boom","user":{"id":1,"roles":"r"}}""");
        assertThat(log.getAttributes())
                .isEqualTo(Map.ofEntries(
                        Map.entry("feature", "jobs"),
                        Map.entry("n", 7L),
                        Map.entry("f", 1.5),
                        Map.entry("b", false),
                        Map.entry("list", "[1,{\"a\":\"é\"}]"),
                        Map.entry("o.p.q", "r"),
                        Map.entry("big", "123456789012345678901234567890"),
                        Map.entry("tags", "[\"x\"]"),
                        Map.entry("http.flavor", "x"),
                        Map.entry("error", "boom"),
                        Map.entry("user.id", 1L),
                        Map.entry("user.roles", "r")));
    }

    @Test
    void parse_severalNamesForOneField_losesNone() throws Exception {
        Log log = parse("{'message':'a','msg':'b','body':'a','x':1,'attributes':{'x':2},'trace_id':'req-17'}");
        assertThat(log.getMessage()).isEqualTo("a");
        assertThat(log.getAttributes())
                .isEqualTo(Map.of("msg", "b", "x", 1L, "attributes.x", 2L, "trace_id", "req-17"));
    }

    @Test
    void parse_namesInAttributes_areNotFields() throws Exception {
        Log log = parse("{'attributes':{'message':'m','http':{'status':200},'host.name':'h'}}");
        assertThat(log.getMessage()).isEmpty();
        assertThat(log.getHttp()).isNull();
        assertThat(log.getAttributes()).isEqualTo(Map.of("message", "m", "http.status", 200L, "host.name", "h"));
    }

    @Test
    void parse_empty_takesDefaults() throws Exception {
        Log log = LogJson.parse(JSON.readTree("{}"), new Defaults(5, "browser"));
        assertThat(log.getTimestamp()).isEqualTo(5);
        assertThat(log.getService()).isEqualTo("browser");
        assertThat(log.getCount()).isEqualTo(1);
        assertThat(parse("{'resource':{'service.name':'s'}}").getService()).isEqualTo("s");
    }

    @Test
    void parse_loneSurrogate_isReplaced() throws Exception {
        assertThat(parse("{'message':'a\\ud83dz \\ud83d\\ude80'}").getMessage()).isEqualTo("a\ufffdz 🚀");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'http':{'status':'abc'}}|http.status|'abc' is not a number",
                "{'http':{'status':99}}|http.status|99 is less than 100",
                "{'http.response.status_code':600}|http.response.status_code|600 is more than 599",
                "{'http':{'status':200,'duration_ms':-1}}|http.duration_ms|-1 is less than 0",
                "{'http':{'duration':0.25}}|http.duration|0.25 is not a whole number of at most 64 bits",
                "{'http':'GET'}|http|'GET' is not an object",
                "{'attributes':[1]}|attributes|a list is not an object",
                "{'level':{'x':1}}|level|an object is not a text",
                "{'level':['x']}|level|a list is not a text",
                "{'severity_number':25}|severity_number|25 is more than 24",
                "{'count':0}|count|0 is less than 1",
                "{'count':true}|count|true is not a number",
                "{'count':99999999999999999999}|count|99999999999999999999 is not a whole number of at most 64 bits",
                "{'id':''}|id|has to have 1 to 256 characters",
                "{'timestamp':'yesterday'}|timestamp|'yesterday' is not a time; write for instance 2024-02-03T04:05:06.789Z, or a Unix time",
                "{'timestamp':true}|timestamp|true is not a time; write for instance 2024-02-03T04:05:06.789Z, or a Unix time",
                "[1]||a list is not a record; write an object",
                "'x'||'x' is not a record; write an object"
            })
    void parse_wrongType_namesFieldAndProblem(String json, String field, String problem) {
        InvalidRecord invalid = catchThrowableOfType(InvalidRecord.class, () -> parse(json));
        assertThat(invalid.field()).isEqualTo(field == null ? "" : field);
        assertThat(invalid.problem()).isEqualTo(problem);
    }

    @Test
    void parse_hugeRecord_isBounded() {
        String name = "n".repeat(300);
        assertThat(catchThrowableOfType(InvalidRecord.class, () -> parse("{'" + name + "':1}")))
                .hasMessageContaining("longer than 256");
        StringBuilder many = new StringBuilder("{'a':1");
        for (int i = 0; i < 1_000; i++) many.append(",'x").append(i).append("':1");
        assertThat(catchThrowableOfType(InvalidRecord.class, () -> parse(many + "}")))
                .hasMessageContaining("x999: is one more than the 1000 attributes");
    }

    @Test
    void write_anyLog_isReadBackEqual() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Log log = randomLog(random);
            String json = LogJson.write(log).toString();
            assertThat(LogJson.parse(JSON.readTree(json), NOW)).as(json).isEqualTo(log);
            assertThat(LogJson.parse(LogJson.write(log), NOW)).isEqualTo(log);
        }
    }

    private static Log parse(String json) throws Exception {
        return LogJson.parse(JSON.readTree(json), NOW);
    }

    private static Log randomLog(Random random) {
        Map<String, Object> attributes = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Object[] values = {text(random), random.nextLong(), random.nextGaussian(), random.nextBoolean()};
            attributes.put("a." + text(random), values[random.nextInt(values.length)]);
        }
        Map<String, String> resource = new HashMap<>();
        if (random.nextBoolean()) resource.put("host.name", text(random));
        return new Log(
                maybe(random, r -> "id" + r.nextInt()),
                random.nextLong(4_000_000_000_000_000L),
                maybe(random, r -> r.nextLong(4_000_000_000_000_000L)),
                random.nextInt(25),
                maybe(random, LogJsonTest::text),
                text(random),
                maybe(random, LogJsonTest::text),
                "s" + text(random),
                resource,
                attributes,
                maybe(random, r -> "%032x".formatted(1 + r.nextInt(1_000_000))),
                maybe(random, r -> "%016x".formatted(1 + r.nextInt(1_000_000))),
                maybe(random, LogJsonTest::randomHttp),
                maybe(
                        random,
                        r -> new ExceptionInfo(text(r), maybe(r, LogJsonTest::text), maybe(r, LogJsonTest::text))),
                1 + random.nextLong(100));
    }

    private static Http randomHttp(Random random) {
        return new Http(
                maybe(random, r -> "GET"),
                maybe(random, LogJsonTest::text),
                maybe(random, r -> "/" + text(r)),
                maybe(random, LogJsonTest::text),
                random.nextBoolean() ? 0 : 100 + random.nextInt(500),
                maybe(random, r -> r.nextLong(r.nextBoolean() ? 1L << 40 : Long.MAX_VALUE)),
                maybe(random, r -> r.nextLong(Long.MAX_VALUE)),
                maybe(random, r -> "1.1"),
                maybe(random, LogJsonTest::text),
                maybe(random, LogJsonTest::text),
                maybe(random, LogJsonTest::text));
    }

    private static <T> T maybe(Random random, Function<Random, T> value) {
        return random.nextInt(3) == 0 ? null : value.apply(random);
    }

    private static String text(Random random) {
        String[] pieces = {"a", "ção", "🚀", " ", "\"", "\n", "\\", "{", "0", "7", "漢"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) text.append(pieces[random.nextInt(pieces.length)]);
        return text.toString();
    }
}
