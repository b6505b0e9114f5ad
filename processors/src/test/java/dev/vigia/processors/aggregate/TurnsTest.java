package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns();

    @Test
    void waiting_several_eachIsReadInTurn() {
        List<TopicPartition> all = List.of(partition(0), partition(1), partition(2));
        Set<TopicPartition> read = new HashSet<>();
        for (int transaction = 0; transaction < 3; transaction++) {
            Set<TopicPartition> one = new HashSet<>(all);
            turns.waiting(all).forEach(one::remove);
            assertThat(one).hasSize(1);
            read.addAll(one);
        }
        assertThat(read).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void waiting_oneOrNone_isNobody() {
        assertThat(turns.waiting(List.of(partition(7)))).isEmpty();
        assertThat(turns.waiting(List.of())).isEmpty();
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("logs", number);
    }
}
