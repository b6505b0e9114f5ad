package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.evaluate.Heads.Due;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.OrderedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeadsTest {

    private static final long START = 1_800_000_000_000L;
    private static final long STEP = 10_000;

    private final Scanned store = new Scanned();
    private final TreeMap<Long, Head> heads = new TreeMap<>();
    private Heads index = new Heads(store, new Cardinality(store));

    @Test
    void firstDue_isByTimeAndThenByAlertUnsigned() {
        schedule(1, START + STEP);
        schedule(-1, START);
        schedule(2, START);
        schedule(3, START + 2 * STEP);
        assertThat(run(START + STEP)).containsExactly(new Due(START, 2), new Due(START, -1), new Due(START + STEP, 1));
        assertThat(run(START + STEP)).isEmpty();
        assertThat(run(START + 2 * STEP)).containsExactly(new Due(START + 2 * STEP, 3));
    }

    @Test
    void firstDue_whatIsScheduledMeanwhile_takesItsTurn() {
        schedule(1, START);
        schedule(2, START + STEP);
        schedule(3, START + 2 * STEP);
        assertThat(index.firstDue(Clock.LOGS, START + 2 * STEP)).hasValue(new Due(START, 1));
        schedule(1, START + STEP);
        assertThat(run(START + 2 * STEP))
                .containsExactly(new Due(START + STEP, 1), new Due(START + STEP, 2), new Due(START + 2 * STEP, 3));
        schedule(1, START + 2 * STEP + 1);
        schedule(2, START - STEP);
        schedule(1, START + 2 * STEP + 2);
        assertThat(run(START + 2 * STEP + 1)).containsExactly(new Due(START - STEP, 2));
        assertThat(run(START + 2 * STEP + 2)).containsExactly(new Due(START + 2 * STEP + 2, 1));
    }

    @Test
    void firstDue_afterARestart_goesOn() {
        schedule(1, START);
        schedule(2, START + STEP);
        assertThat(index.firstDue(Clock.LOGS, START + STEP)).hasValue(new Due(START, 1));
        schedule(1, START + 3 * STEP);
        index = new Heads(store, new Cardinality(store));
        schedule(3, START + STEP);
        assertThat(run(START + STEP)).containsExactly(new Due(START + STEP, 2), new Due(START + STEP, 3));
        assertThat(run(START + 3 * STEP)).containsExactly(new Due(START + 3 * STEP, 1));
    }

    @Test
    void firstDue_ofOtherClocks_doesNotCount() {
        schedule(1, START);
        assertThat(index.firstDue(Clock.SPANS, START)).isEmpty();
    }

    @Test
    void firstDue_touchesNothingThatIsNotDue() {
        for (int alert = 0; alert < 1_000; alert++) schedule(alert, START + 100 * STEP + alert % 7 * STEP);
        schedule(5_000, START + STEP);
        schedule(5_001, START + STEP);
        store.within = 0;
        for (int step = 0; step < 50; step++) run(START + step * STEP);
        assertThat(store.within).as("entries in the ranges that were scanned").isEqualTo(2);
    }

    private void schedule(long alert, long due) {
        Head head = heads.computeIfAbsent(alert, unseen -> new Head("rule", List.of()));
        index.schedule(Clock.LOGS, alert, head, OptionalLong.of(due));
    }

    /** All that is due, each done with as it comes. */
    private List<Due> run(long dataTime) {
        List<Due> all = new ArrayList<>();
        for (Optional<Due> due = index.firstDue(Clock.LOGS, dataTime); due.isPresent(); ) {
            all.add(due.get());
            index.schedule(Clock.LOGS, due.get().alert(), heads.get(due.get().alert()), OptionalLong.empty());
            due = index.firstDue(Clock.LOGS, dataTime);
        }
        return all;
    }

    /** Counts how many entries lie in the ranges that are scanned, as far as the visitor goes or not. */
    private static final class Scanned implements OrderedStore {

        private final HeapStore entries = new HeapStore();
        private long within;

        @Override
        public Optional<byte[]> get(byte[] key) {
            return entries.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            entries.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            entries.delete(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            entries.scan(from, to, (key, value) -> {
                within++;
                return true;
            });
            entries.scan(from, to, visitor);
        }
    }
}
