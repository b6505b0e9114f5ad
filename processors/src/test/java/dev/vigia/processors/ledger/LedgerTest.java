package dev.vigia.processors.ledger;

import static dev.vigia.processors.ledger.Books.MARGIN;
import static dev.vigia.processors.ledger.Books.count;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.LedgerGrid;
import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.BlockCount;
import dev.vigia.schemas.avro.Imbalance;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    private static final long BLOCK = LedgerGrid.BLOCK;

    private final Books books = new Books();

    @Test
    void acknowledge_partOfACut_isComparedAtOnce() {
        books.full(100).acknowledged(count(0, 40, 38, 2));

        assertThat(books.balance()).satisfies(balance -> {
            assertThat(balance.getFromOffset()).isZero();
            assertThat(balance.getProduced()).isEqualTo(100);
            assertThat(balance.getIndexed()).isEqualTo(38);
            assertThat(balance.getDeadLettered()).isEqualTo(2);
            assertThat(balance.getLag()).isEqualTo(60);
            assertThat(balance.getBalancedTo()).isEqualTo(40);
        });
        assertBalances();
    }

    @Test
    void acknowledge_leftOutOnPurpose_isKeptByReason() {
        books.full(10).acknowledged(new BlockCount(0L, 10L, 4L, 1L, Map.of("empty", 2L, "sampled", 3L)));

        assertThat(books.balance().getFiltered()).isEqualTo(Map.of("empty", 2L, "sampled", 3L));
        assertThat(books.balance().getLag()).isZero();
        assertBalances();
    }

    @Test
    void acknowledge_beforeItIsCounted_waitsForTheCut() {
        books.cut(0).indexed(0, 50, 50);
        assertThat(books.balance().getIndexed()).isZero();

        books.full(30);
        assertThat(books.balance().getLag()).isEqualTo(30);

        books.full(60);
        assertThat(books.balance().getIndexed()).isEqualTo(50);
        assertThat(books.balance().getLag()).isEqualTo(10);
        assertBalances();
    }

    @Test
    void acknowledge_beforeThereIsAnyCut_isRemembered() {
        books.indexed(0, 50, 50);
        assertThat(books.told).isEmpty();

        books.full(60);
        assertThat(books.balance().getIndexed()).isEqualTo(50);
        assertBalances();
    }

    @Test
    void balance_transactionMarkersBetweenRecords_areNoRecords() {
        books.cut(12, 0, 5, 6, 8, 9, 10).indexed(0, 10, 8);

        assertThat(books.balance().getProduced()).isEqualTo(8);
        assertThat(books.balance().getLag()).isZero();
        assertThat(books.balance().getBalancedTo()).isEqualTo(12);
        assertBalances();
    }

    @Test
    void balance_blocksWithoutAnyRecord_areOver() {
        books.cut(10 * BLOCK, 0, 3, 9 * BLOCK, 9 * BLOCK + 2)
                .acknowledged(count(0, 3, 3, 0), count(9 * BLOCK, 9 * BLOCK + 2, 2, 0));

        assertThat(books.balance().getBalancedTo()).isEqualTo(10 * BLOCK);
        assertBalances();
    }

    @Test
    void balance_manyBlocks_forgetsThoseThatBalance() {
        for (int i = 1; i <= 50; i++) {
            books.full(i * 1_000);
            if (i % 7 == 0) acknowledgeAll(i * 1_000);
        }
        acknowledgeAll(50_000);

        assertThat(books.balance().getIndexed()).isEqualTo(50_000);
        assertThat(books.balance().getProduced()).isEqualTo(50_000);
        assertThat(books.remembered()).as("the partition and its last block").isEqualTo(2);
        assertBalances();
    }

    @Test
    void acknowledge_deliveredAgainAfterARestart_isNotCountedAgain() {
        books.full(3 * BLOCK);
        acknowledgeAll(2 * BLOCK + 500);
        long indexed = books.balance().getIndexed();

        // The task begins anew in the first block, with what its predecessor had counted there.
        books.indexed(0, 100, 100).indexed(0, BLOCK, BLOCK).indexed(BLOCK, 2 * BLOCK, BLOCK);
        assertThat(books.balance().getIndexed()).isEqualTo(indexed);

        books.indexed(2 * BLOCK, 2 * BLOCK + 100, 100).indexed(2 * BLOCK, 3 * BLOCK, BLOCK);
        assertThat(books.balance().getIndexed()).isEqualTo(3 * BLOCK);
        assertBalances();
    }

    @Test
    void acknowledge_byATaskThatLostThePartition_changesNothing() {
        books.full(1_000).acknowledged(count(0, 900, 890, 10)).acknowledged(count(0, 700, 700, 0));

        assertThat(books.balance().getDeadLettered()).isEqualTo(10);
        assertThat(books.balance().getLag()).isEqualTo(100);
        assertBalances();
    }

    @Test
    void acknowledge_byATaskThatDoesNotKnowWhatWasCounted_goesOnFromThere() {
        books.full(1_000).indexed(0, 600, 600).acknowledged(count(500, 1_000, 480, 20));

        assertThat(books.balance().getDeadLettered()).isEqualTo(20);
        assertThat(books.balance().getIndexed()).isEqualTo(980);
        assertBalances();
    }

    @Test
    void missing_inTheOpenBlock_isFoundWithTheClaim() {
        books.full(100).indexed(0, 60, 60).indexed(0, 90, 87);

        assertThat(books.balance().getMissing()).isEqualTo(3);
        assertThat(books.balance().getImbalances()).containsExactly(new Imbalance(0L, 90L, 90L, 87L));
        assertThat(books.balance().getBalancedTo()).isEqualTo(60);
        assertThat(books.balance().getLag()).isEqualTo(10);
    }

    @Test
    void missing_lastClaimOfABlockIsLost_isFoundWithTheNextBlock() {
        books.full(2 * BLOCK).indexed(0, 4_000, 4_000).indexed(BLOCK, BLOCK + 1, 1);

        assertThat(books.balance().getMissing()).isEqualTo(96);
        assertThat(books.balance().getBalancedTo()).isEqualTo(4_000);
    }

    @Test
    void missing_blocksThatWerePassedOver_areNamed() {
        books.full(4 * BLOCK);
        books.acknowledged(count(0, BLOCK, BLOCK, 0), count(3 * BLOCK, 3 * BLOCK + 7, 7, 0));

        assertThat(books.balance().getMissing()).isEqualTo(2 * BLOCK);
        assertThat(books.balance().getImbalances())
                .containsExactly(
                        new Imbalance(BLOCK, 2 * BLOCK, BLOCK, 0L), new Imbalance(2 * BLOCK, 3 * BLOCK, BLOCK, 0L));
        assertThat(books.balance().getBalancedTo()).isEqualTo(BLOCK);
    }

    @Test
    void missing_isAcknowledgedAfterAll_balancesAgain() {
        books.full(3 * BLOCK).acknowledged(count(0, BLOCK, BLOCK - 5, 0), count(BLOCK, 2 * BLOCK, BLOCK, 0));
        acknowledgeAll(2 * BLOCK, 2 * BLOCK + 10);
        assertThat(books.balance().getMissing()).isEqualTo(5);

        books.indexed(0, 2_000, 2_000);
        assertThat(books.balance().getMissing()).as("half-way").isEqualTo(5);

        books.indexed(0, BLOCK, BLOCK);
        assertThat(books.balance().getIndexed()).isEqualTo(2 * BLOCK + 10);
        assertThat(books.balance().getBalancedTo()).isEqualTo(2 * BLOCK + 10);
        assertThat(books.remembered()).isEqualTo(2);
        assertBalances();
    }

    @Test
    void surplus_anEntryOfTheCutsIsLost_isFound() {
        books.full(100).lostCut(150).full(200).indexed(0, 200, 200);

        assertThat(books.balance().getSurplus()).isEqualTo(50);
        assertThat(books.balance().getImbalances()).containsExactly(new Imbalance(0L, 200L, 150L, 200L));
    }

    @Test
    void surplus_claimIsTooHigh_isOverWithTheNextRightOne() {
        books.full(100).indexed(0, 50, 55);
        assertThat(books.balance().getSurplus()).isEqualTo(5);

        books.indexed(0, 60, 60);
        assertBalances();
    }

    @Test
    void count_sameRecordsAgain_countsThemOnce() {
        books.full(5_000).cutFrom(0, 5_000, 0, 5_000).cutFrom(4_000, 6_000, 4_000, 6_000);
        acknowledgeAll(6_000);

        assertThat(books.balance().getProduced()).isEqualTo(6_000);
        assertBalances();
    }

    @Test
    void begin_claimBeganBeforeTheFirstCut_beginsAtItsEnd() {
        books.cutFrom(500, 700, 500, 700).acknowledged(count(0, 600, 580, 20));
        assertThat(books.balance().getFromOffset()).isEqualTo(600);
        assertThat(books.balance().getProduced()).isEqualTo(100);
        assertThat(books.balance().getIndexed()).isZero();

        books.acknowledged(count(0, 700, 675, 25));
        assertThat(books.balance().getIndexed()).isEqualTo(95);
        assertThat(books.balance().getDeadLettered()).isEqualTo(5);
        assertBalances();
    }

    @Test
    void begin_claimEndsBeforeTheFirstCut_waitsForOneThatDoesNot() {
        books.cutFrom(500, 700, 500, 700).indexed(0, 400, 400);
        assertThat(books.balance().getFromOffset()).isEqualTo(500);
        assertThat(books.balance().getLag()).isEqualTo(200);

        books.indexed(0, 650, 650);
        assertThat(books.balance().getFromOffset()).isEqualTo(650);
        assertBalances();
    }

    @Test
    void begin_claimBeginsBehindTheFirstCut_leavesOutWhatLiesBefore() {
        books.cutFrom(0, 3 * BLOCK, 0, 3 * BLOCK).acknowledged(count(BLOCK + 5, BLOCK + 10, 4, 1));

        assertThat(books.balance().getFromOffset()).isEqualTo(BLOCK + 5);
        assertThat(books.balance().getProduced()).isEqualTo(2 * BLOCK - 5);
        assertThat(books.balance().getLag()).isEqualTo(2 * BLOCK - 10);
        assertBalances();
    }

    @Test
    void begin_claimsGoBeyondTheFirstCut_countsNothingThatTheyLeaveOut() {
        books.indexed(0, 600, 600).cutFrom(500, 550, 500, 550);
        assertThat(books.balance().getFromOffset()).isEqualTo(600);

        books.cutFrom(550, 1_000, 550, 1_000).indexed(0, 1_000, 1_000);
        assertThat(books.balance().getProduced()).isEqualTo(400);
        assertThat(books.balance().getIndexed()).isEqualTo(400);
        assertBalances();
    }

    @Test
    void completeUpTo_nothingIsProduced_followsTheWatermark() {
        books.cut(0).cut(0).cut(0);

        assertThat(books.balance().getCompleteUpTo()).isEqualTo(books.now - MARGIN);
        assertThat(books.balance().getProduced()).isZero();
        assertBalances();
    }

    @Test
    void completeUpTo_recordsAreOnTheirWay_isTheCutOfTheLastAccountedOne() {
        books.full(100);
        long first = books.now - MARGIN;
        books.full(200);
        long second = books.now - MARGIN;
        books.full(300).indexed(0, 150, 150);
        assertThat(books.balance().getCompleteUpTo()).isEqualTo(first);

        books.indexed(0, 250, 250);
        assertThat(books.balance().getCompleteUpTo()).isEqualTo(second);

        books.indexed(0, 300, 300).cut(300);
        assertThat(books.balance().getCompleteUpTo()).isEqualTo(books.now - MARGIN);
    }

    @Test
    void completeUpTo_somethingIsMissing_stands() {
        books.full(100).indexed(0, 100, 100);
        long complete = books.balance().getCompleteUpTo();

        books.full(200).indexed(0, 200, 199).full(300).cut(300).cut(300);
        assertThat(books.balance().getCompleteUpTo()).isEqualTo(complete);

        books.indexed(0, 300, 300);
        assertThat(books.balance().getCompleteUpTo()).isGreaterThan(complete);
    }

    @Test
    void completeUpTo_longOutage_isToldInLargerSteps() {
        for (int i = 1; i <= 1_000; i++) books.full(i * 100);
        acknowledgeAll(50_000);

        Balance half = books.balance();
        assertThat(half.getLag()).isEqualTo(50_000);
        long behind = books.now - MARGIN - half.getCompleteUpTo();
        assertThat(behind).isBetween(500_000L, 600_000L);
    }

    @Test
    void metrics_whileEverythingBalances_areNone() {
        books.full(100).indexed(0, 50, 50).full(200).indexed(0, 200, 200).cut(200);

        assertThat(books.measured).isEmpty();
    }

    @Test
    void metrics_ofAnImbalance_comeAtOnceEachTenSecondsAndOnceWhenItIsOver() {
        books.full(100).indexed(0, 100, 98);
        assertThat(books.measurements()).containsExactly("vigia.ledger.missing 2.0", "vigia.ledger.surplus 0.0");
        assertThat(books.measured.get(0).getTimestamp()).isEqualTo(books.now * 1_000);
        assertThat(books.measured.get(0).getAttributes()).isEqualTo(Map.of("topic", "logs", "partition", 0L));

        for (int i = 0; i < 9; i++) books.cut(100);
        assertThat(books.measured).hasSize(2);
        books.cut(100);
        assertThat(books.measured).hasSize(4);

        books.indexed(0, 100, 100).cut(100).cut(100);
        assertThat(books.measurements().subList(4, 6))
                .containsExactly("vigia.ledger.missing 0.0", "vigia.ledger.surplus 0.0");
        assertThat(books.measured).hasSize(6);
    }

    @Test
    void metrics_ofADelay_comeAfterAMinuteAndOnceWhenItIsOver() {
        books.full(10).indexed(0, 10, 10).full(20);
        for (int i = 0; i < 47; i++) books.cut(20);
        assertThat(books.measured).isEmpty();

        for (int i = 0; i < 12; i++) books.cut(20);
        assertThat(books.measurements()).containsExactly("vigia.ledger.delay 60.0", "vigia.ledger.delay 70.0");

        books.indexed(0, 20, 20).cut(20);
        assertThat(books.measurements()).last().isEqualTo("vigia.ledger.delay 0.0");
        assertThat(books.measured).hasSize(3);
    }

    @Test
    void metrics_beforeAnySinkHasSaidAnything_areNone() {
        books.full(10);
        for (int i = 0; i < 200; i++) books.cut(10);

        assertThat(books.measured).isEmpty();
    }

    @Test
    void expire_whatKafkaNoLongerHas_isWrittenOff() {
        books.full(2 * BLOCK).acknowledged(count(0, BLOCK, BLOCK - 5, 0), count(BLOCK, 2 * BLOCK, BLOCK, 0));
        books.pass(Books.MENDABLE.minusMinutes(1)).cut(2 * BLOCK);
        assertThat(books.balance().getMissing()).isEqualTo(5);

        books.pass(Duration.ofMinutes(1)).cut(2 * BLOCK);

        assertThat(books.balance().getMissing()).isZero();
        assertThat(books.balance().getWrittenOff()).isEqualTo(5);
        assertThat(books.balance().getBalancedTo()).isEqualTo(2 * BLOCK);
        assertThat(books.balance().getCompleteUpTo()).isEqualTo(books.now - MARGIN);
        assertThat(books.measurements()).endsWith("vigia.ledger.missing 0.0", "vigia.ledger.surplus 0.0");
        assertThat(books.remembered()).as("the partition").isOne();
    }

    @Test
    void expire_whatIsOnItsWayForTooLong_isMissing() {
        books.full(3 * BLOCK + 10).indexed(0, 100, 100);
        assertThat(books.balance().getLag()).isEqualTo(3 * BLOCK - 90);

        books.pass(Books.MENDABLE).cut(3 * BLOCK + 10);
        assertThat(books.balance().getMissing()).isEqualTo(3 * BLOCK - 100);
        assertThat(books.balance().getLag()).isEqualTo(10);

        acknowledgeAll(100, 3 * BLOCK + 10);
        assertThat(books.balance().getIndexed()).as("it was written after all").isEqualTo(3 * BLOCK + 10);
        assertBalances();
    }

    @Test
    void expire_beforeAnySinkHasSaidAnything_isForgotten() {
        books.full(10 * BLOCK + 1).pass(Books.MENDABLE).cut(10 * BLOCK + 1);

        assertThat(books.remembered()).as("the partition and its last block").isEqualTo(2);
        assertThat(books.balance().getProduced()).isOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {4_095, 4_097, 5_000})
    void acknowledge_rangeOverTheEdgeOfABlock_isRejected(long from) {
        books.full(10_000).indexed(from, from + 2 * BLOCK, 2 * BLOCK);

        assertThat(books.rejected).hasSize(1);
        assertThat(books.balance().getIndexed()).isZero();
    }

    @Test
    void acknowledge_negativeCounts_areRejected() {
        books.full(10).acknowledged(count(0, 10, 11, -1)).acknowledged(count(0, 0, 0, 0));

        assertThat(books.rejected).hasSize(2);
    }

    @Test
    void told_manyEntriesASecond_isToldOnceASecond() {
        for (int i = 1; i <= 20; i++) books.pass(Duration.ofMillis(100)).full(i);

        assertThat(books.told).hasSize(2);
    }

    private void assertBalances() {
        assertThat(books.balance().getImbalances()).isEmpty();
        assertThat(books.balance().getMissing()).isZero();
        assertThat(books.balance().getSurplus()).isZero();
    }

    /** As one task does that counts from the beginning, in one entry. */
    private void acknowledgeAll(long to) {
        acknowledgeAll(0, to);
    }

    private void acknowledgeAll(long from, long to) {
        long first = LedgerGrid.block(from);
        long last = LedgerGrid.block(to - 1);
        BlockCount[] counts = new BlockCount[(int) (last - first + 1)];
        for (long block = first; block <= last; block++) {
            long start = LedgerGrid.start(block);
            long end = Math.min(to, LedgerGrid.end(block));
            counts[(int) (block - first)] = count(start, end, end - start, 0);
        }
        books.acknowledged(counts);
    }
}
