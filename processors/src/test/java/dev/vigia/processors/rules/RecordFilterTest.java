package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Http;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFilterTest {

    private static final String[] ATOMS = {
        "service == 'cart'",
        "'cart' != service",
        "service in ['cart', 'search']",
        "event_name == ''",
        "level == 'error'",
        "severity_number >= 17",
        "17 > severity_number",
        "http.status > 0",
        "http.status == 404",
        "http.status != 500",
        "500 <= http.status",
        "http.duration > 0.5",
        "http.duration <= 1",
        "http.duration < 1.0",
        "http.response_bytes >= 1",
        "http.route == 'a'",
        "exception.type != ''",
        "exception.message.contains('login')",
        "message.contains('login')",
        "message.startsWith('failed')",
        "message.endsWith('x')",
        "message.matches('f[a-z]+d')",
        "message.matches('^[0-9]+$')",
        "attributes.user == 'a'",
        "attributes.source.address == '10.0.0.1'",
        "attributes['source.address'] != '5'",
        "attributes.source.address in ['10.0.0.1', 'a']",
        "attributes.user.startsWith('1')",
        "attributes.user.matches('[0-9]')",
        "attributes.n == 5",
        "attributes.n != 5",
        "attributes.n > 5",
        "attributes.n >= 5",
        "attributes.n < 5.5",
        "attributes.n <= 5.0",
        "attributes.n < -0.0",
        "attributes.n >= 0.0",
        "5 < attributes.n",
        "attributes.n < 0",
        "attributes.n <= 0",
        "attributes.n >= 0",
        "attributes.n == 0",
        "attributes.n > 9007199254740992",
        "attributes.n > 9007199254740992.0",
        "attributes.n == 9007199254740992.0",
        "attributes.n < 9223372036854775807.0",
        "attributes.flag == true",
        "attributes.flag != false",
        "has(attributes.source.address)",
        "'user' in attributes",
        "has(attributes.user)",
        "resource.host.name == 'cart'",
        "true",
        "false",
    };

    /** What stays with CEL's evaluator. */
    private static final String[] OTHERS = {
        "attributes.flag",
        "size(message) > 3",
        "service + message == 'cart'",
        "service < message",
        "attributes.exists(k, k.startsWith('u'))",
        "(http.status > 0 ? 'a' : 'b') == 'a'",
        "attributes.n + 1 > 5",
        "has(http.status)",
        "attributes.n in [5, 'a']",
        "attributes.n == 9007199254740993",
    };

    @Test
    void test_everyAtom_isPlain() throws FilterException {
        for (String atom : ATOMS) {
            assertThat(RecordFilter.compile(Source.LOGS, atom).plain()).as(atom).isTrue();
        }
        for (String other : OTHERS) {
            assertThat(RecordFilter.compile(Source.LOGS, other).plain())
                    .as(other)
                    .isFalse();
        }
    }

    @Test
    void test_randomExpressionsAndRecords_agreeWithCel() throws FilterException {
        Random random = new Random(7);
        List<String> expressions = new ArrayList<>(List.of(ATOMS));
        expressions.addAll(List.of(OTHERS));
        for (int i = 0; i < 300; i++) expressions.add(expression(random, 3));
        List<Log> logs = new ArrayList<>();
        for (int i = 0; i < 400; i++) logs.add(Records.randomLog(random));
        for (String expression : expressions) {
            RecordFilter compiled = RecordFilter.compile(Source.LOGS, expression);
            RecordFilter cel = RecordFilter.interpret(Source.LOGS, expression);
            for (Log log : logs) {
                assertThat(compiled.test(log)).as("%s on %s", expression, log).isEqualTo(cel.test(log));
            }
        }
    }

    @Test
    void test_nothingThere_readsAsEmptyOrZero() throws FilterException {
        Log log = Records.log().build();
        for (String expression : List.of(
                "http.status == 0",
                "http.route == ''",
                "http.duration == 0.0",
                "exception.type == ''",
                "event_name == ''",
                "trace_id == ''",
                "level == 'unknown'",
                "service == 'unknown'")) {
            assertThat(RecordFilter.compile(Source.LOGS, expression).test(log))
                    .as(expression)
                    .isEqualTo(Match.YES);
            assertThat(RecordFilter.interpret(Source.LOGS, expression).test(log))
                    .as(expression)
                    .isEqualTo(Match.YES);
        }
    }

    @Test
    void test_missingAttribute_isAnErrorUnlessTheOtherSideDecides() throws FilterException {
        Log log = Records.log().build();
        assertThat(test("attributes.a.b == 'x'", log)).isEqualTo(Match.ERROR);
        assertThat(test("!(attributes.a.b == 'x')", log)).isEqualTo(Match.ERROR);
        assertThat(test("attributes.a.b == 'x' || service == 'unknown'", log)).isEqualTo(Match.YES);
        assertThat(test("attributes.a.b == 'x' && service == 'other'", log)).isEqualTo(Match.NO);
        assertThat(test("has(attributes.a.b) && attributes.a.b == 'x'", log)).isEqualTo(Match.NO);
    }

    @Test
    void test_dottedAttribute_isOneKey() throws FilterException {
        Log log = Records.log()
                .setAttributes(Map.of("source.address", "10.0.0.1"))
                .build();
        assertThat(test("attributes.source.address == '10.0.0.1'", log)).isEqualTo(Match.YES);
        assertThat(test("attributes.exists(k, attributes[k] == '10.0.0.1')", log))
                .isEqualTo(Match.YES);
    }

    @Test
    void test_metricsAndSpans_haveTheirFields() throws FilterException {
        assertThat(RecordFilter.compile(Source.METRICS, "name == 'cpu' && value > 0.5 && unit == ''")
                        .test(Records.metric("cpu", 0.7).build()))
                .isEqualTo(Match.YES);
        Span span = Span.newBuilder()
                .setTimestamp(0)
                .setDuration(1_500_000_000)
                .setTraceId("t")
                .setSpanId("s")
                .setName("GET /")
                .setKind(SpanKind.SERVER)
                .build();
        assertThat(RecordFilter.compile(Source.SPANS, "kind == 'SERVER' && duration > 1 && status == 'UNSET'")
                        .test(span))
                .isEqualTo(Match.YES);
    }

    @Test
    void test_blank_matchesEverything() throws FilterException {
        assertThat(test(" ", Records.log().build())).isEqualTo(Match.YES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nope == 1", "http.nope == 1", "service", "service ==", "value > 1", "http == 1", "1"})
    void compile_notACondition_isRefused(String expression) {
        assertThatThrownBy(() -> RecordFilter.compile(Source.LOGS, expression)).isInstanceOf(FilterException.class);
    }

    @Test
    void equalities_conjunctsOnly() throws FilterException {
        assertThat(RecordFilter.compile(
                                Source.LOGS,
                                "service == 'a' && (level == 'x' || level == 'y') && 'b' == event_name"
                                        + " && attributes.k in ['c', 'd'] && http.status == 5")
                        .equalities())
                .extracting(e -> e.field().path() + e.values().stream().sorted().toList())
                .containsExactly("service[a]", "event_name[b]", "attributes.k[c, d]");
    }

    @Test
    void fields_everythingItReads() throws FilterException {
        assertThat(RecordFilter.compile(
                                Source.LOGS,
                                "service == 'a' && http.status > 0 && !(attributes.a.b == 'x' || has(resource.c))"
                                        + " && attributes.exists(k, k == message) && level in ['info', event_name]")
                        .fields())
                .contains("service", "http.status", "attributes", "attributes.a.b", "resource.c", "message", "level")
                .doesNotContain("http", "exception.type", "resource");
    }

    @Test
    void fields_allButLevel_areNamedAsInTheSchema() {
        Map.of(Source.LOGS, Log.SCHEMA$, Source.METRICS, Metric.SCHEMA$, Source.SPANS, Span.SCHEMA$)
                .forEach((source, schema) -> Fields.of(source).keySet().stream()
                        .filter(path -> !path.equals("level"))
                        .forEach(path -> assertThat(schema.getField(path.split("\\.")[0]))
                                .as(path)
                                .isNotNull()));
    }

    @Test
    void http_stringsAndNumbers_asTextAndNumber() {
        Log log = Records.log()
                .setHttp(Http.newBuilder()
                        .setStatus(404)
                        .setDuration(250_000_000L)
                        .build())
                .setAttributes(Map.of("n", 5L))
                .build();
        assertThat(text("http.status", log)).isEqualTo("404");
        assertThat(text("http.response_bytes", log)).isEmpty();
        assertThat(text("attributes.n", log)).isEqualTo("5");
        assertThat(text("attributes.none", log)).isEmpty();
        assertThat(number("http.duration", log)).isEqualTo(0.25);
        assertThat(number("attributes.n", log)).isEqualTo(5);
        assertThat(number("http.duration", Records.log().build())).isNaN();
        assertThat(number("http.status", Records.log().build())).isNaN();
        assertThat(number("service", log)).isNaN();
        assertThat(FieldPath.of(Source.LOGS, "http")).isEmpty();
        assertThat(FieldPath.label("attributes.source.address")).isEqualTo("source.address");
        assertThat(FieldPath.label("http.route")).isEqualTo("http.route");
    }

    private static String text(String path, Log log) {
        return FieldPath.of(Source.LOGS, path).orElseThrow().text(log);
    }

    private static double number(String path, Log log) {
        return FieldPath.of(Source.LOGS, path).orElseThrow().number(log);
    }

    private static Match test(String expression, Log log) throws FilterException {
        return RecordFilter.compile(Source.LOGS, expression).test(log);
    }

    private static String expression(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return Records.pick(random, random.nextInt(6) == 0 ? OTHERS : ATOMS);
        }
        String left = expression(random, depth - 1);
        return switch (random.nextInt(3)) {
            case 0 -> "!(" + left + ")";
            case 1 -> "(" + left + ") && (" + expression(random, depth - 1) + ")";
            default -> "(" + left + ") || (" + expression(random, depth - 1) + ")";
        };
    }
}
