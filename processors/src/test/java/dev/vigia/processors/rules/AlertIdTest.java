package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlertIdTest {

    @Test
    void of_ruleAndGroup_isStableAndTellsThemApart() {
        assertThat(AlertId.of("checkout-errors", List.of("checkout"))).isEqualTo("a8127fb1397193fa");
        assertThat(AlertId.of("r", List.of("ab", "c"))).isNotEqualTo(AlertId.of("r", List.of("a", "bc")));
        assertThat(AlertId.of("r", List.of())).isNotEqualTo(AlertId.of("r", List.of("")));
    }

    @Test
    void partition_id_isThatOfKafka() {
        assertThat(AlertId.partition("0123456789abcdef", 4)).isEqualTo(0);
    }
}
