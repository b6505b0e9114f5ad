package dev.vigia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vigia.schemas.avro.Histogram;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.avro.MetricType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricJsonTest {

    private static final Defaults NOW = new Defaults(1_700_000_000_000_000L, "unknown");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    @Test
    void parse_nativeForm_fillsEveryField() throws Exception {
        Metric metric = parse("""
                {"id":"1","timestamp":1700000001.5,"service":"s","name":"http.server.request.duration","unit":"s",
                 "type":"histogram","value":3.2,"histogram":{"count":12,"bounds":[0.1,0.5],"counts":[4,7,1]},
                 "start_timestamp":1700000000,"attributes":{"http.route":"/pay"},"resource":{"host.name":"web-1"}}""");
        assertThat(metric)
                .isEqualTo(new Metric(
                        "1",
                        1_700_000_001_500_000L,
                        "http.server.request.duration",
                        "s",
                        MetricType.HISTOGRAM,
                        3.2,
                        1_700_000_000_000_000L,
                        new Histogram(12L, List.of(0.1, 0.5), List.of(4L, 7L, 1L)),
                        "s",
                        Map.of("host.name", "web-1"),
                        Map.of("http.route", "/pay")));
    }

    @Test
    void parse_tagsLabelsAndUnknownNames_areAttributes() throws Exception {
        Metric metric =
                parse("{'metric':'m','value':'7','tags':{'method':'GET'},'labels':{'a':'b'},'host.name':'h','x':1}");
        assertThat(metric.getName()).isEqualTo("m");
        assertThat(metric.getValue()).isEqualTo(7);
        assertThat(metric.getType()).isEqualTo(MetricType.GAUGE);
        assertThat(metric.getTimestamp()).isEqualTo(NOW.timestamp());
        assertThat(metric.getAttributes()).isEqualTo(Map.of("method", "GET", "a", "b", "x", 1L));
        assertThat(metric.getResource()).isEqualTo(Map.of("host.name", "h"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'value':1}|name|is missing",
                "{'name':'m'}|value|is missing",
                "{'name':'m','value':'x'}|value|'x' is not a number",
                "{'name':'m','value':'NaN'}|value|'NaN' is not a finite number",
                "{'name':'m','value':'1e999'}|value|'1e999' is not a finite number",
                "{'name':'m','value':1,'type':'timer'}|type|'timer' is none of gauge, counter, cumulative_counter, histogram",
                "{'name':'m','value':1,'type':'histogram'}|histogram|is missing",
                "{'name':'m','value':1,'type':'gauge','histogram':{'bounds':[],'counts':[1]}}|type|is not histogram, but there is a histogram",
                "{'name':'m','value':1,'histogram':{'bounds':[1,1],'counts':[1,1,1]}}|histogram.bounds|the bounds do not ascend",
                "{'name':'m','value':1,'histogram':{'bounds':[1],'counts':[1]}}|histogram.counts|has 1 entries; 1 bounds need 2",
                "{'name':'m','value':1,'histogram':{'bounds':[1],'counts':[1,'x']}}|histogram.counts|'x' is not a number",
                "{'name':'m','value':1,'histogram':{'bounds':[1],'counts':[1,1],'count':3}}|histogram.count|3 is not the sum of the counts, 2",
            })
    void parse_wrongType_namesFieldAndProblem(String json, String field, String problem) {
        InvalidRecord invalid = catchThrowableOfType(InvalidRecord.class, () -> parse(json));
        assertThat(invalid.field()).isEqualTo(field);
        assertThat(invalid.problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'m','value':1.5,'type':'counter'}",
                "{'name':'m','value':-1e300,'type':'cumulative_counter','unit':'By','start_timestamp':1,'id':'x'}",
                "{'name':'é','value':0,'histogram':{'bounds':[0.1,0.2],'counts':[1,2,3]},'attributes':{'a':1,'b':'c'}}"
            })
    void write_anyMetric_isReadBackEqual(String json) throws Exception {
        Metric metric = parse(json);
        assertThat(MetricJson.parse(JSON.readTree(MetricJson.write(metric).toString()), NOW))
                .isEqualTo(metric);
    }

    private static Metric parse(String json) throws Exception {
        return MetricJson.parse(JSON.readTree(json), NOW);
    }
}
