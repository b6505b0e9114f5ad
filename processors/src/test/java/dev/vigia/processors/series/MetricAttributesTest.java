package dev.vigia.processors.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricAttributesTest {

    @Test
    void format_attributes_sortedByKey() {
        assertThat(MetricAttributes.format(Map.of("b", 2L, "a", true, "c", 1.5)))
                .isEqualTo("a=true,b=2,c=1.5");
        assertThat(MetricAttributes.format(Map.of())).isEmpty();
        assertThat(MetricAttributes.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a=b", "a,b", "\\", "\\,", "=,\\=", "é"})
    void parse_whateverWasFormatted_comesBack(String text) {
        Map<String, String> attributes = Map.of("key" + text, text, "other", "x");
        assertThat(MetricAttributes.parse(MetricAttributes.format(attributes))).isEqualTo(attributes);
    }
}
