package dev.vigia.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OverflowTest {

    @Test
    void group_ofEachPartition_isAnother_andItsAlertLiesThere() {
        Set<List<String>> groups = new HashSet<>();
        for (int partition = 0; partition < 6; partition++) {
            List<String> group = Overflow.group("errors", 2, partition, 6);
            assertThat(AlertId.partition(AlertId.of("errors", group), 6)).isEqualTo(partition);
            assertThat(group).hasSize(2).allMatch(value -> value.startsWith("__overflow__"));
            assertThat(Overflow.is(group)).isTrue();
            groups.add(group);
        }
        assertThat(groups).hasSize(6).contains(List.of("__overflow__", "__overflow__"));
    }

    @Test
    void is_ofOtherGroups_isFalse() {
        assertThat(Overflow.is(List.of())).isFalse();
        assertThat(Overflow.is(List.of("shop"))).isFalse();
        assertThat(Overflow.is(List.of("__overflow__", "shop"))).isFalse();
    }
}
