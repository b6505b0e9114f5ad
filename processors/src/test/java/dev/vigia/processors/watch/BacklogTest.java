package dev.vigia.processors.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.watch.Backlog.Found;
import dev.vigia.processors.watch.Figure.Measure;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final String GROUP = "vigia-evaluate";
    private static final TopicPartition FIRST = new TopicPartition("signals", 0);
    private static final TopicPartition SECOND = new TopicPartition("signals", 1);
    private static final long STEP = 10_000;

    private final FakeLog log = new FakeLog();
    private final Backlog backlog = new Backlog(log);
    private long now = 1_800_000_000_000L;
    private Map<Figure, Double> seen = Map.of();

    @Test
    void look_recordsThatWereThereAtTheLookBefore_areLate() {
        log.records(FIRST, 0, 5, now - 50_000);
        log.commit(GROUP, FIRST, 2);
        look();
        assertThat(delay()).as("nobody knows yet whether it is read at once").isZero();
        assertThat(lag()).isEqualTo(3);
        look();
        assertThat(delay()).isEqualTo(70);
        assertThat(lag()).isEqualTo(3);
        log.commit(GROUP, FIRST, 5);
        look();
        assertThat(delay()).isZero();
        assertThat(lag()).isZero();
    }

    @Test
    void look_recordsUnderWay_areNotLate() {
        for (int round = 0; round < 5; round++) {
            log.records(FIRST, round * 10, round * 10 + 10, now);
            log.commit(GROUP, FIRST, round * 10);
            look();
            assertThat(delay()).isZero();
            assertThat(lag()).isEqualTo(10);
        }
        assertThat(log.reads).as("the log itself is not asked").isZero();
    }

    @Test
    void look_markersAhead_areNoLagAndReadOnce() {
        log.records(FIRST, 0, 1, now);
        log.end(FIRST, 2);
        log.commit(GROUP, FIRST, 1);
        for (int round = 0; round < 5; round++) {
            look();
            assertThat(delay()).isZero();
        }
        assertThat(lag()).isZero();
        assertThat(log.reads).isOne();

        log.records(FIRST, 7, 8, now);
        look();
        look();
        assertThat(delay()).isEqualTo(20);
        assertThat(lag()).isOne();
    }

    @Test
    void look_transactionStaysOpen_isLateFromTheFirstLookOn() {
        log.commit(GROUP, FIRST, 0);
        log.end(FIRST, 4);
        log.stable(FIRST, 0);
        look();
        look();
        assertThat(delay()).isZero();
        look();
        assertThat(delay()).isEqualTo(10);
        look();
        assertThat(delay()).isEqualTo(20);
        assertThat(lag()).isEqualTo(4);

        log.stable(FIRST, 4);
        look();
        assertThat(delay()).as("it was aborted").isZero();
    }

    @Test
    void look_partitionThatWasNeverRead_isUnreadFromItsBeginning() {
        log.records(FIRST, 0, 1, now);
        log.commit(GROUP, FIRST, 1);
        log.records(SECOND, 100, 103, now);
        look();
        look();
        assertThat(delay()).isEqualTo(20);
        assertThat(lag()).isEqualTo(3);
    }

    @Test
    void look_severalPartitions_areSummedUpAndTheLatestCounts() {
        log.records(FIRST, 0, 1, now - 1_000);
        log.records(SECOND, 0, 2, now - 5_000);
        log.commit(GROUP, FIRST, 0);
        log.commit(GROUP, SECOND, 0);
        log.commit("connect-vigia-elasticsearch", FIRST, 1);
        log.commit("connect-vigia-elasticsearch", SECOND, 2);
        look();
        look();
        assertThat(delay()).isEqualTo(25);
        assertThat(lag()).isEqualTo(3);
        assertThat(seen).containsEntry(figure(Measure.DELAY, "connect-vigia-elasticsearch"), 0.0);
    }

    private void look() {
        now += STEP;
        seen = backlog.look(now);
    }

    private double delay() {
        return seen.getOrDefault(figure(Measure.DELAY, GROUP), Double.NaN);
    }

    private double lag() {
        return seen.getOrDefault(figure(Measure.LAG, GROUP), Double.NaN);
    }

    private static Figure figure(Measure measure, String group) {
        return Figure.of(measure, Map.of("group", group, "topic", "signals"));
    }

    /** Records by their offsets; between them lie markers. */
    private static final class FakeLog implements Backlog.Log {

        private final Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
        private final Map<TopicPartition, NavigableMap<Long, Long>> records = new HashMap<>();
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private final Map<TopicPartition, Long> stable = new HashMap<>();
        private int reads;

        void records(TopicPartition partition, long from, long to, long at) {
            for (long offset = from; offset < to; offset++) {
                records.computeIfAbsent(partition, key -> new TreeMap<>()).put(offset, at);
            }
            end(partition, to);
        }

        void end(TopicPartition partition, long end) {
            ends.put(partition, end);
            stable.put(partition, end);
        }

        void stable(TopicPartition partition, long offset) {
            stable.put(partition, offset);
        }

        void commit(String group, TopicPartition partition, long offset) {
            committed.computeIfAbsent(group, key -> new HashMap<>()).put(partition, offset);
        }

        @Override
        public Map<String, Map<TopicPartition, Long>> committed() {
            return committed;
        }

        @Override
        public Map<TopicPartition, Long> ends() {
            return Map.copyOf(ends);
        }

        @Override
        public Found read(TopicPartition partition, long from) {
            reads++;
            var next = records.getOrDefault(partition, new TreeMap<>()).ceilingEntry(from);
            return next == null
                    ? new Found(Math.max(from, stable.getOrDefault(partition, 0L)), OptionalLong.empty())
                    : new Found(next.getKey(), OptionalLong.of(next.getValue()));
        }
    }
}
