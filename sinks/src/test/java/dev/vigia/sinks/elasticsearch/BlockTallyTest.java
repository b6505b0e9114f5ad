package dev.vigia.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.LedgerGrid;
import dev.vigia.schemas.avro.BlockCount;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockTallyTest {

    private static final long BLOCK = LedgerGrid.BLOCK;

    private final BlockTally tally = new BlockTally();

    @Test
    void tell_everyFate_isCounted() {
        Fate[] fates = {
            Fate.WRITTEN, Fate.KNOWN, Fate.KNOWN, Fate.DEAD_LETTERED, Fate.SKIPPED, Fate.DROPPED, Fate.DROPPED
        };
        for (int i = 0; i < fates.length; i++) pass(i, fates[i]);

        assertThat(tally.hasNews()).isTrue();
        assertThat(tally.tell()).containsExactly(new BlockCount(0L, 7L, 3L, 1L, Map.of("empty", 1L, "dropped", 2L)));
        assertThat(tally.hasNews()).isFalse();
    }

    @Test
    void tell_severalBlocks_tellsEachOfThemUntilItIsAcknowledged() {
        pass(100, Fate.WRITTEN);
        pass(BLOCK - 1, Fate.WRITTEN);
        pass(BLOCK + 7, Fate.DEAD_LETTERED);
        pass(3 * BLOCK, Fate.WRITTEN);
        BlockCount first = new BlockCount(100L, BLOCK, 2L, 0L, Map.of());
        BlockCount second = new BlockCount(BLOCK, BLOCK + 8, 0L, 1L, Map.of());
        BlockCount third = new BlockCount(3 * BLOCK, 3 * BLOCK + 1, 1L, 0L, Map.of());
        assertThat(tally.tell()).containsExactly(first, second, third);

        tally.refused();
        assertThat(tally.hasNews()).isTrue();
        OffsetAndMetadata told = tally.point();
        assertThat(tally.tell()).containsExactly(first, second, third);

        tally.acknowledged(told);
        assertThat(tally.tell()).containsExactly(third);
    }

    @Test
    void of_committedPoint_goesOnCounting() {
        pass(BLOCK, Fate.WRITTEN);
        pass(BLOCK + 1, Fate.DEAD_LETTERED);
        pass(BLOCK + 2, Fate.SKIPPED);
        pass(BLOCK + 3, Fate.DROPPED);

        BlockTally next = BlockTally.of(tally.point()).orElseThrow();
        assertThat(next.hasNews()).isFalse();
        assertThat(next.acknowledged()).contains(tally.point());
        next.passed(BLOCK + 9, Fate.KNOWN.ordinal());

        assertThat(next.tell())
                .containsExactly(new BlockCount(BLOCK, BLOCK + 10, 2L, 1L, Map.of("empty", 1L, "dropped", 1L)));
    }

    @Test
    void of_committedAtTheEndOfABlock_beginsTheNextOne() {
        pass(BLOCK - 1, Fate.WRITTEN);

        BlockTally next = BlockTally.of(tally.point()).orElseThrow();
        next.passed(BLOCK, Fate.WRITTEN.ordinal());

        assertThat(next.tell()).last().isEqualTo(new BlockCount(BLOCK, BLOCK + 1, 1L, 0L, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "by hand", "a,b,c,d,e", "0,1,0,0", "9000,1,0,0,0", "5000,1,0,0,0"})
    void of_whatSomebodyElseCommitted_isNothing(String metadata) {
        assertThat(BlockTally.of(new OffsetAndMetadata(5_000, metadata))).isEmpty();
    }

    private void pass(long offset, Fate fate) {
        tally.passed(offset, fate.ordinal());
    }
}
