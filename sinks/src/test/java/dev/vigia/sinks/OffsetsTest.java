package dev.vigia.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetsTest {

    private static final TopicPartition ONE = new TopicPartition("a", 0);
    private static final TopicPartition TWO = new TopicPartition("a", 1);

    private final Offsets offsets = new Offsets();

    @Test
    void committable_laterRecordsAreDone_staysBeforeTheFirstUnfinishedOne() {
        var first = offsets.received(ONE, 5);
        var second = offsets.received(ONE, 6);
        var third = offsets.received(ONE, 9);
        third.done();
        second.done();
        assertThat(offsets.committable()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(5)));
        assertThat(offsets.open(ONE)).isEqualTo(3);

        first.done();

        assertThat(offsets.committable()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(10)));
        assertThat(offsets.open(ONE)).isZero();
    }

    @Test
    void committable_holesBetweenOffsets_doNotHoldItUp() {
        offsets.received(ONE, 0).done();
        offsets.received(ONE, 100).done();

        assertThat(offsets.committable()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(101)));
    }

    @Test
    void tally_recordsFinishInAnyOrder_hearsOfThemInTheirs() {
        List<String> heard = new ArrayList<>();
        Offsets counted =
                new Offsets(partition -> (offset, column) -> heard.add(partition + "@" + offset + " " + column));
        var first = counted.received(ONE, 5);
        var second = counted.received(ONE, 6);
        var third = counted.received(ONE, 9);
        second.done(2);
        counted.advance();
        assertThat(heard).isEmpty();

        first.done();
        counted.advance();
        assertThat(heard).containsExactly("a-0@5 0", "a-0@6 2");

        third.done(1);
        assertThat(counted.committable()).isEqualTo(Map.of(ONE, new OffsetAndMetadata(10)));
        assertThat(heard).hasSize(3).last().isEqualTo("a-0@9 1");
    }

    @Test
    void forget_onePartition_leavesTheOthers() {
        var lost = offsets.received(ONE, 1);
        offsets.received(TWO, 1).done();
        offsets.forget(List.of(ONE));
        lost.done();

        assertThat(offsets.committable()).isEqualTo(Map.of(TWO, new OffsetAndMetadata(2)));
        offsets.received(ONE, 1);
        assertThat(offsets.committable()).containsEntry(ONE, new OffsetAndMetadata(1));
    }
}
