package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.StoreEntries;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.rules.Spec;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.Key;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that get more groups than they may have. A {@link Timeline} goes on with a new program after each signal. */
class CardinalityTest {

    private static final String ABOVE_THREE =
            Timeline.count("above: 3", "max_groups: 2", "max_age: 1m", "flapping: off");

    @Test
    void groups_thatThereIsNoRoomFor_countTogether() {
        Timeline.of(ABOVE_THREE)
                .push("a", 1, 4, 0)
                .push("b", 2, 1, 0)
                .push("c", 3, 2, 0)
                .expect("1 ACTIVE a")
                .push("d", 4, 2, 0)
                .expect("4 ACTIVE __overflow__")
                .push("b", 5, 3, 0)
                .expect("5 ACTIVE b")
                .foldedTo(80)
                .expect("70 RESOLVED a", "70 RESOLVED b", "70 RESOLVED __overflow__");
    }

    @Test
    void overflow_isToldWhileItIsThere_andOnceWhenItIsOver() {
        Timeline.of(Timeline.count("above: 100", "max_groups: 2"))
                .push("a", 1, 1, 0)
                .push("b", 1, 1, 0)
                .lagsAt(2)
                .expect()
                .push("c", 2, 2, 0)
                .push("d", 3, 1, 0)
                .lagsAt(3)
                .expect("3 vigia.rule.overflow {rule=the-rule} 3.0")
                .push("e", 4, 1, 0)
                .lagsAt(5)
                .push("f", 6, 1, 0)
                .lagsAt(12)
                .expect()
                .lagsAt(13)
                .expect("13 vigia.rule.overflow {rule=the-rule} 2.0")
                .lagsAt(22)
                .expect()
                .lagsAt(23)
                .expect("23 vigia.rule.overflow {rule=the-rule} 0.0")
                .lagsAt(40)
                .expect();
    }

    @Test
    void groups_thatAreForgotten_makeRoom() {
        Timeline.of(ABOVE_THREE)
                .push("a", 1, 1, 0)
                .push("b", 1, 1, 0)
                .push("c", 1, 4, 0)
                .expect("1 ACTIVE __overflow__")
                // Ten minutes, a window of one, and one that late records have.
                .foldedTo(719)
                .expect("70 RESOLVED __overflow__")
                .push("c", 719, 4, 0)
                .expect("719 ACTIVE __overflow__")
                .foldedTo(800)
                .push("c", 800, 4, 0)
                .expect("780 RESOLVED __overflow__", "800 ACTIVE c");
    }

    @Test
    void silence_ofGroupsWithoutRoom_isNotJudged() {
        String rule =
                "rules: [{id: the-rule, group_by: service, absent_for: 5m, severity: high, max_groups: 2, recover_for: 0}]";
        Timeline.of(rule)
                .push("a", 1, 1, 0)
                .push("b", 1, 1, 0)
                .push("c", 1, 1, 0)
                .push("b", 299, 1, 0)
                .foldedTo(590)
                .expect("310 ACTIVE a")
                .push("a", 591, 1, 0)
                .push("b", 591, 1, 0)
                .foldedTo(880)
                .expect("600 RESOLVED a")
                .foldedTo(4500)
                .expect("900 ACTIVE a", "900 ACTIVE b");
    }

    /** What it had before it got room lies elsewhere: it would seem to have too little. */
    @Test
    void below_ofAGroupThatGotRoomLater_waitsForAWindowThatIsWhole() {
        String rule = Timeline.count("below: 5", "window: 5m", "max_age: 5m", "max_groups: 1", "flapping: off");
        Timeline story = Timeline.of(rule).push("a", 1, 9, 0);
        for (int second = 30; second < 3000; second += 30)
            story.push("b", second, 1, 0).foldedTo(second);
        story.expect().push("b", 3001, 1, 0).foldedTo(3310).expect("3190 ACTIVE b", "3310 RESOLVED b");
        assertThat(story.alerts().get(0).getLearning()).isFalse();
    }

    @Test
    void above_ofAGroupThatGotRoomLater_saysThatItIsLearning() {
        Timeline story = Timeline.of(Timeline.count("above: 5", "max_age: 1m", "max_groups: 1", "flapping: off"))
                .push("a", 1, 1, 0)
                .push("b", 715, 1, 0)
                .foldedTo(730)
                .push("b", 731, 9, 0)
                .expect("731 ACTIVE b");
        assertThat(story.last().getLearning()).isTrue();
        story.foldedTo(800).expect("800 RESOLVED b").push("b", 801, 9, 0).expect("801 ACTIVE b");
        assertThat(story.last().getLearning()).isFalse();
    }

    /** They are remembered for longer than their records. */
    @Test
    void newTerms_thatAreRemembered_takeRoom() {
        String rule =
                "rules: [{id: the-rule, group_by: service, aggregate: new_term, memory: 1d, window: 1m, max_age: 1m,"
                        + " severity: high, max_groups: 2, recover_for: 0, flapping: off}]";
        Timeline.of(rule)
                .push("a", 1, 1, 0)
                .push("b", 1, 1, 0)
                .expect("1 ACTIVE a", "1 ACTIVE b")
                .foldedTo(7200)
                .expect("70 RESOLVED a", "70 RESOLVED b")
                .push("c", 7201, 1, 0)
                .push("a", 7201, 1, 0)
                .expect("7201 ACTIVE __overflow__")
                .foldedTo(90_000)
                .expect("7270 RESOLVED __overflow__")
                .push("c", 90_001, 1, 0)
                .expect("90001 ACTIVE c");
    }

    /** A bit of everything, with less room than there are services. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void restart_amidEverything_givesTheSame(long seed) {
        List<Signal> log = RandomLog.of(seed, 400).stream()
                .map(CardinalityTest::withLittleRoom)
                .toList();
        HeapStore store = new HeapStore();
        HeapStore restarted = new HeapStore();
        Evaluation evaluation = new Evaluation(0, store, Timeline.TOPICS);
        Evaluation another = new Evaluation(0, restarted, Timeline.TOPICS);
        Set<String> groups = new TreeSet<>();
        for (int i = 0; i < log.size(); i++) {
            List<Outcome> outcomes = evaluation.fold(i, log.get(i));
            if ((i + seed) % 3 == 0) another = new Evaluation(0, restarted, Timeline.TOPICS);
            assertThat(another.fold(i, log.get(i))).isEqualTo(outcomes);
            for (Outcome outcome : outcomes) {
                if (outcome instanceof Outcome.Transitioned told)
                    groups.addAll(told.alert().getGroup().values());
            }
        }
        assertThat(StoreEntries.of(restarted)).isEqualTo(StoreEntries.of(store));
        assertThat(groups).contains("__overflow__").hasSizeGreaterThan(2);
    }

    private static Signal withLittleRoom(Signal signal) {
        if (!(signal.getBody() instanceof ControlSignal said)
                || !(said.getControl().getBody() instanceof RuleFile file)
                || file.getContent() == null) {
            return signal;
        }
        Control control = Control.newBuilder(said.getControl())
                .setBody(new RuleFile(
                        file.getName(),
                        file.getContent().replace("group_by: [service]", "max_groups: 2, group_by: [service]")))
                .build();
        return new Signal(new ControlSignal(said.getOffset(), control));
    }

    @Test
    void boundThatIsLowered_throwsNothingAway() {
        Timeline.of(ABOVE_THREE)
                .push("a", 1, 1, 0)
                .push("b", 1, 1, 0)
                .rule(ABOVE_THREE.replace("max_groups: 2", "max_groups: 1"))
                .push("b", 2, 3, 0)
                .push("c", 3, 4, 0)
                .expect("2 ACTIVE b", "3 ACTIVE __overflow__")
                .rule(ABOVE_THREE.replace("max_groups: 2", "max_groups: 3"))
                .push("c", 4, 4, 0)
                .expect("4 ACTIVE c");
    }

    @Test
    void stateOfAReleaseThatDidNotCount_isCounted() {
        Flood flood = new Flood("above: 3", "max_groups: 2", "max_age: 1m", "flapping: off");
        flood.push(1, "a", "b");
        flood.forget('G');
        flood.restart();
        flood.push(2, "c", "c", "c", "c");
        assertThat(flood.told).containsExactly("ACTIVE __overflow__");
        flood.idleTo(900);
        assertThat(flood.count('A')).isZero();
        assertThat(flood.count('G')).isEqualTo(1);
        flood.tick(20);
        assertThat(flood.count('G')).isZero();
    }

    /**
     * An id in {@code group_by}, two hundred new ones a second for an hour, twice the bound. The store stays as small as the bound has it, and a
     * group that was there before has its alerts when it is due.
     */
    @Test
    void anIdInGroupBy_leavesTheStoreSmall_andOtherGroupsRight() {
        Flood flood = new Flood("above: 3", "max_groups: 100", "max_age: 1m", "flapping: off");
        flood.push(1, "steady");
        int most = 0;
        for (int second = 2; second <= 3600; second++) {
            List<String> groups = new ArrayList<>(210);
            groups.add("steady");
            boolean ill = second % 600 >= 300 && second % 600 < 320;
            if (ill) groups.addAll(List.of("steady", "steady", "steady"));
            else if (second % 30 != 0) groups.remove(0);
            int first = second * 200;
            IntStream.range(first, first + 200).forEach(id -> groups.add("id-" + id));
            flood.push(second, groups.toArray(String[]::new));
            if (second % 100 == 0) flood.restart();
            most = Math.max(most, StoreEntries.of(flood.store).size());
        }
        // A head, a bucket or two, when to throw them away, and what is known in part.
        assertThat(most).isBetween(100, 6 * 100);
        List<String> steady =
                flood.told.stream().filter(text -> text.endsWith("steady")).toList();
        assertThat(steady).hasSize(12);
        for (int i = 0; i < steady.size(); i += 2) {
            assertThat(steady.subList(i, i + 2)).containsExactly("ACTIVE steady", "RESOLVED steady");
        }
        assertThat(flood.told).filteredOn(text -> text.endsWith("__overflow__")).containsExactly("ACTIVE __overflow__");
        assertThat(flood.told).noneMatch(text -> text.contains("id-"));
    }

    /** One rule on how many records a service has in a minute, and one partition. */
    private static final class Flood {

        private final HeapStore store = new HeapStore();
        private final List<String> told = new ArrayList<>();
        private final long spec;
        private Evaluation evaluation = new Evaluation(0, store, Timeline.TOPICS);
        private long signals;
        private long position;

        Flood(String condition, String... fields) {
            String yaml = Timeline.count(condition, fields);
            spec = Spec.of(RuleSetParser.parse("test.yaml", yaml).rules().get(0))
                    .hash();
            tick(0);
            RuleFile file = new RuleFile("test.yaml", yaml);
            fold(new ControlSignal(0L, new Control("c", Timeline.BEGINNING, "file:test.yaml", null, file)));
            push(0);
        }

        private List<byte[]> keys(char table) {
            List<byte[]> keys = new ArrayList<>();
            Key prefix = Key.of(table);
            store.scan(prefix.bytes(), prefix.end(), (key, value) -> keys.add(key));
            return keys;
        }

        long count(char table) {
            return keys(table).size();
        }

        /** What a release before did not keep. */
        void forget(char table) {
            keys(table).forEach(store::delete);
        }

        void restart() {
            evaluation = new Evaluation(0, store, Timeline.TOPICS);
        }

        /** A record of each group, and data time is ten seconds behind. */
        void push(int second, String... groups) {
            long at = Timeline.BEGINNING + second * 1000L;
            List<Delta> deltas = new ArrayList<>(groups.length);
            for (String group : groups) {
                deltas.add(Delta.newBuilder()
                        .setCut(0)
                        .setSeries("the-rule")
                        .setSpec(spec)
                        .setGroup(List.of(group))
                        .setBucket(Math.floorDiv(at, 10_000) * 10_000)
                        .setCount(1)
                        .setFirstOffset(position)
                        .setLastOffset(position++)
                        .build());
            }
            frame(at, at - 10_000, deltas);
            tick(second);
        }

        void idleTo(int second) {
            long at = Timeline.BEGINNING + second * 1000L;
            frame(at, at, List.of());
        }

        private void frame(long at, long watermark, List<Delta> deltas) {
            Cut cut = new Cut("logs", 0, position - deltas.size(), position, (long) deltas.size(), watermark);
            fold(new Frame(List.of(cut), 0L, at, deltas, false, at, null, 0L));
        }

        private void tick(int second) {
            fold(new Tick(Timeline.BEGINNING + second * 1000L, List.of(new Input("logs", 1))));
        }

        private void fold(Object body) {
            for (Outcome outcome : evaluation.fold(signals++, new Signal(body))) {
                if (outcome instanceof Outcome.Transitioned transitioned) {
                    String group = transitioned.alert().getGroup().get("service");
                    told.add(transitioned.alert().getTransition() + " " + group);
                }
            }
        }
    }
}
