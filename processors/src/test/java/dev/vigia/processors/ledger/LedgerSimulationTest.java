package dev.vigia.processors.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Balance;
import dev.vigia.schemas.avro.BlockCount;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cuts and tasks that come and go in a random order; the ledger is started anew with every entry. */
class LedgerSimulationTest {

    private static final int RECORDS = 30_000;

    private final NavigableSet<Long> records = new TreeSet<>();
    private final Books books = new Books();
    private BlockCount committed = RandomSink.nothing();
    private long cutTo;

    private Random random = new Random(0);

    @BeforeEach
    void begin() {
        records.clear();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void balance_tasksAreKilledAndHauntThePartition_isExactAtEveryMoment(long seed) {
        produce(seed);
        List<RandomSink> tasks = new ArrayList<>(List.of(new RandomSink(records, committed)));
        while (cutTo <= records.last() || !tasks.get(0).isDone()) {
            if (random.nextInt(3) == 0) cut();
            else if (random.nextInt(10) == 0) tasks.add(0, new RandomSink(records, committed));
            else work(tasks);
            // What lost the partition ends sooner or later.
            if (tasks.size() > 1 && random.nextInt(5) == 0) tasks.remove(tasks.size() - 1);
            assertThat(books.told)
                    .allSatisfy(told -> assertThat(told.getImbalances()).isEmpty());
            keepLastTold();
        }
        books.cut(cutTo);

        Balance last = books.balance();
        assertThat(last.getProduced()).isEqualTo(records.size());
        assertThat(last.getDeadLettered())
                .isEqualTo(records.stream().filter(RandomSink::isDead).count());
        assertThat(last.getFiltered().get("empty"))
                .isEqualTo(records.stream().filter(RandomSink::isEmpty).count());
        assertThat(last.getLag()).isZero();
        assertThat(last.getBalancedTo()).isEqualTo(cutTo);
        assertThat(books.remembered()).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void balance_oneEntryOfTheCutsIsLost_isTooHighByItsRecords(long seed) {
        produce(seed);
        RandomSink task = new RandomSink(records, committed);
        long lost = 0;
        for (int i = 0; cutTo <= records.last() || !task.isDone(); i++) {
            if (i % 2 == 0) books.acknowledged(task.work(500).toArray(BlockCount[]::new));
            else if (i > 30 && lost == 0) lost = loseCut();
            else cut();
        }
        cut();

        assertThat(lost).isPositive();
        assertThat(books.balance().getSurplus()).isEqualTo(lost);
        assertThat(books.balance().getMissing()).isZero();
        assertThat(books.balance().getLag()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void balance_aTaskSkipsRecords_isTooLowByThem(long seed) {
        produce(seed);
        NavigableSet<Long> seen = new TreeSet<>(records);
        List<Long> skipped = List.copyOf(records).subList(7_000, 7_001 + random.nextInt(12_000));
        skipped.forEach(seen::remove);
        RandomSink task = new RandomSink(seen, committed);
        while (cutTo <= records.last() || !task.isDone()) {
            if (random.nextBoolean()) cut();
            else books.acknowledged(task.work(700).toArray(BlockCount[]::new));
        }
        cut();

        assertThat(books.balance().getMissing()).isEqualTo(skipped.size());
        assertThat(books.balance().getSurplus()).isZero();
        assertThat(books.balance().getBalancedTo()).isLessThanOrEqualTo(skipped.get(0));
    }

    private void produce(long seed) {
        random = new Random(seed);
        long offset = 0;
        while (records.size() < RECORDS) {
            // Transactions of a few records each, with a marker behind, and now and then many that were aborted.
            for (int i = random.nextInt(40); i >= 0; i--) records.add(offset++);
            offset += random.nextInt(50) == 0 ? random.nextInt(10_000) : random.nextInt(3);
        }
    }

    private void work(List<RandomSink> tasks) {
        int which = random.nextInt(tasks.size());
        List<BlockCount> said = tasks.get(which).work(random.nextInt(1_500) + 1);
        if (said.isEmpty()) return;
        books.acknowledged(said.toArray(BlockCount[]::new));
        // Only the present owner may commit, and it need not get to it.
        if (which == 0 && random.nextInt(4) > 0) committed = said.get(said.size() - 1);
    }

    private void cut() {
        long to = cutTo + random.nextInt(1_200);
        List<Long> runs = new ArrayList<>();
        for (long offset : records.subSet(cutTo, to)) {
            runs.add(offset);
            runs.add(offset + 1);
        }
        books.cut(to, runs.stream().mapToLong(Long::longValue).toArray());
        cutTo = to;
    }

    private long loseCut() {
        long to = cutTo + 1_000;
        int lost = records.subSet(cutTo, to).size();
        books.lostCut(to);
        cutTo = to;
        return lost;
    }

    private void keepLastTold() {
        if (books.told.size() > 1) books.told.subList(0, books.told.size() - 1).clear();
    }
}
