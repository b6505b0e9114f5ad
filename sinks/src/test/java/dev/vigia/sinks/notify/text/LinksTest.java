package dev.vigia.sinks.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {

    private static final String LOCATOR = "https://kibana.example/app/r?l=DISCOVER_APP_LOCATOR&v=8.8.0&p=";

    private final Links links = new Links("http://vigia.example", Optional.of("https://kibana.example"));
    private final Alert alert = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);

    @Test
    void records_areThoseOfTheEvidenceInItsTime() throws Exception {
        Alert twoRanges =
                with(List.of(new OffsetRange("eu.logs", 1, 10L, 20L, 8L), new OffsetRange("eu.logs", 3, 7L, 7L, 1L)));

        JsonNode parameters = parameters(twoRanges);
        assertThat(parameters.path("timeRange")).isEqualTo(new ObjectMapper().readTree("""
                {"from": "2026-01-02T03:03:05.123Z", "to": "2026-01-02T03:04:05.123Z"}"""));
        assertThat(parameters.path("dataViewSpec")).isEqualTo(new ObjectMapper().readTree("""
                {"id": "logs-vigia-default", "title": "logs-vigia-default", "timeFieldName": "@timestamp"}"""));
        assertThat(parameters.path("query").path("language").asText()).isEqualTo("kuery");
        assertThat(parameters.path("query").path("query").asText())
                .isEqualTo("vigia.kafka.topic:\"eu.logs\" and "
                        + "((vigia.kafka.partition:1 and vigia.kafka.offset>=10 and vigia.kafka.offset<=20) or "
                        + "(vigia.kafka.partition:3 and vigia.kafka.offset>=7 and vigia.kafka.offset<=7))");
    }

    @Test
    void records_ofManyRanges_areOneRangeAPartition() throws Exception {
        List<OffsetRange> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) many.add(new OffsetRange("metrics", i % 2, i * 10L, i * 10L + 5, 1L));

        String query = parameters(with(many)).path("query").path("query").asText();
        assertThat(query)
                .isEqualTo("vigia.kafka.topic:\"metrics\" and "
                        + "((vigia.kafka.partition:0 and vigia.kafka.offset>=0 and vigia.kafka.offset<=9985) or "
                        + "(vigia.kafka.partition:1 and vigia.kafka.offset>=10 and vigia.kafka.offset<=9995))");
    }

    @Test
    void records_withoutKibanaEvidenceOrAKnownTopic_haveNoLink() {
        assertThat(new Links("http://vigia", Optional.empty()).records(alert)).isEmpty();
        assertThat(links.records(with(List.of()))).isEmpty();
        assertThat(links.records(with(List.of(new OffsetRange("other", 0, 1L, 2L, 1L)))))
                .isEmpty();
    }

    @Test
    void silence_isFilledInWithRuleAndGroup() {
        Alert odd = Alert.newBuilder(alert)
                .setGroup(Map.of("path", "/a \"b\"\\c&d=é", "a", "1"))
                .build();

        String url = links.silence(odd);
        assertThat(url).startsWith("http://vigia.example/#silence=").doesNotContain(" ", "\"", "+", "\n");
        assertThat(URLDecoder.decode(url.substring(url.indexOf('=') + 1), StandardCharsets.UTF_8))
                .isEqualTo("""
                alertname="checkout-errors"
                a="1"
                path="/a \\"b\\"\\\\c&d=é\"""");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example/x?y=z#w, true",
        "HTTP://a.example, true",
        "javascript:alert(1), false",
        "docs/runbooks.md#x, false",
        "https:///x, false",
        "https://a b, false",
        "ftp://a.example, false",
    })
    void isWeb_isTrueOfWhatABrowserMayOpen(String text, boolean web) {
        assertThat(Links.isWeb(text)).isEqualTo(web);
    }

    private JsonNode parameters(Alert alert) throws Exception {
        String url = links.records(alert).orElseThrow();
        assertThat(url).startsWith(LOCATOR).hasSizeLessThan(2_000);
        return new ObjectMapper().readTree(URLDecoder.decode(url.substring(LOCATOR.length()), StandardCharsets.UTF_8));
    }

    private Alert with(List<OffsetRange> ranges) {
        return Alert.newBuilder(alert)
                .setEvidence(new Evidence(9L, ranges, List.of()))
                .build();
    }
}
