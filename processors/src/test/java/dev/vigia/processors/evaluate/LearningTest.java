package dev.vigia.processors.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.rules.RuleSetParser;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Input;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearningTest {

    private static final long T = 1_800_000_000_000L;

    /** Layout 1 did not note whether a rule had come to look further back. */
    @Test
    void stateOfLayout1_isReadAndNothingIsTakenAsThrownAway() {
        Installed rule = Installed.of(
                RuleSetParser.parse("a.yaml", "rules: [{id: a, aggregate: count, above: 1, window: 1m, severity: low}]")
                        .rules()
                        .get(0),
                "a.yaml",
                7);
        OrderedStore store = new HeapStore();
        byte[] old = new Encoder(1)
                .text("LOGS")
                .number(rule.spec())
                .number(7)
                .number(1)
                .number(0)
                .number(T)
                .toBytes();
        store.put(Key.of('L').text("a").bytes(), old);
        DataTime dataTime = new DataTime(store, Map.of("logs", Source.LOGS));
        dataTime.take(List.of(new Input("logs", 1)));

        Learning learning = new Learning(store, dataTime);

        assertThat(learning.isLearning(rule, T + 60_000)).isTrue();
        assertThat(learning.isLearning(rule, T + 70_000)).isFalse();
    }
}
