package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For how long those in front wait for those behind. Seconds; each step begins from what the one before has stored. */
class SkewTest {

    private static final long T = 1_800_000_000_000L;

    private static final Rule COUNT = rule("count");
    private static final Rule SHARE = rule("error_rate");

    private final HeapStore store = new HeapStore();
    private final long[] offsets = new long[2];
    private int margin;

    SkewTest() {
        DataTime dataTime = dataTime();
        dataTime.take(List.of(new Input("logs", 2)));
        dataTime.advance(true);
    }

    @Test
    void seconds_areNoSkew() {
        read(0, 100);
        read(1, 100);
        read(0, 160);
        assertThat(holds()).isFalse();
        read(0, 161);
        assertThat(holds()).isTrue();
    }

    @Test
    void afterAStandstillOfAll_patienceBeginsWithWhatIsReadFirst() {
        read(0, 100);
        read(1, 100);
        for (int second = 110; second <= 500; second += 10)
            assertThat(tick(second)).isEmpty();

        read(0, 490);
        assertThat(holds()).isTrue();
        tick(510);
        assertThat(tick(569)).isEmpty();
        assertThat(holds()).isTrue();
        assertThat(tick(570)).containsExactly(Clock.LOGS);
        assertThat(holds()).isFalse();
    }

    @Test
    void whoCatchesUp_isWaitedForAllTheWhile() {
        read(0, 100);
        read(1, 100);
        read(0, 1_000);
        for (int second = 1_000; second < 1_400; second += 50) {
            assertThat(tick(second)).isEmpty();
            read(0, second + 50);
            read(1, 200 + 2 * (second - 1_000));
            assertThat(holds()).isTrue();
        }
    }

    @Test
    void whoStaysBehind_isWaitedForOnce_untilTheyHaveBeenTogether() {
        List<Integer> freed = new ArrayList<>();
        for (int second = 300; second < 600; second += 10) {
            read(0, second);
            read(1, second - 200);
            if (!tick(second).isEmpty()) freed.add(second);
            assertThat(holds()).isEqualTo(freed.isEmpty());
        }
        assertThat(freed).containsExactly(360);

        read(1, 590);
        read(0, 900);
        assertThat(holds()).isTrue();
    }

    @Test
    void shareOfOldRecords_waitsForDataTime_countsDoNot() {
        read(0, 100);
        read(1, 100);
        read(0, 150);
        assertThat(limit(COUNT, 110, 400)).isEmpty();
        assertThat(limit(SHARE, 110, 400)).hasValue(100);
        assertThat(limit(SHARE, 110, 141)).hasValue(100);
        assertThat(limit(SHARE, 110, 140)).as("live").isEmpty();
    }

    @Test
    void shares_waitForAllToBeRead_notForTheMargin() {
        margin = 30;
        read(0, 100);
        read(1, 100);
        read(0, 150);
        assertThat(limit(SHARE, 110, 400)).hasValue(130);
        read(0, 400);
        assertThat(limit(SHARE, 390, 400)).hasValue(130);
        assertThat(limit(COUNT, 390, 400)).hasValue(190);
    }

    @Test
    void partitionsFarApart_countsWaitAMinuteAhead_sharesFromTheFirstWindow() {
        read(0, 100);
        read(1, 100);
        read(0, 400);
        assertThat(limit(COUNT, 390, 400)).hasValue(160);
        assertThat(limit(SHARE, 390, 400)).hasValue(100);
    }

    @Test
    void patienceIsOver_oldRecordsAreToldAsTheyCome() {
        read(0, 100);
        read(1, 100);
        read(0, 400);
        tick(400);
        tick(460);
        assertThat(limit(SHARE, 110, 460)).isEmpty();
    }

    private OptionalLong limit(Rule rule, int first, int seenAt) {
        OptionalLong limit =
                new Skew(store, dataTime()).limit(Clock.LOGS, rule, T + first * 1_000L, T + seenAt * 1_000L);
        return limit.isEmpty() ? limit : OptionalLong.of((limit.getAsLong() - T) / 1_000);
    }

    private static Rule rule(String aggregate) {
        String rules = "rules: [{id: one, aggregate: " + aggregate + ", above: 0.5, severity: low}]";
        return RuleSetParser.parse("rules.yaml", rules).rules().get(0);
    }

    private void read(int partition, int watermark) {
        DataTime dataTime = dataTime();
        Map<Clock, Long> before = dataTime.known();
        long from = offsets[partition]++;
        Cut cut = new Cut("logs", partition, from, from + 1, 1L, T + watermark * 1_000L);
        Frame frame = new Frame(List.of(cut), 0L, T, List.of(), false, T, null, margin * 1_000L);
        Set<Source> risen = dataTime.take(frame, (broken, expected) -> {});
        dataTime.advance(true);
        new Skew(store, dataTime).see(before, risen);
    }

    private Set<Clock> tick(int second) {
        return new Skew(store, dataTime()).tick(T + second * 1_000L);
    }

    private boolean holds() {
        return new Skew(store, dataTime()).holds(Clock.LOGS);
    }

    private DataTime dataTime() {
        return new DataTime(store, Source.byTopic(Topics.of("", 4, 1)));
    }
}
