package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a signal costs follows from what is due, and not from how many alerts are on. */
class CostTest {

    private static final long START = 1_800_000_000_000L;
    private static final int OPEN = 3_000;

    private final Counting store = new Counting();

    /** A store that counts the entries it is asked for. */
    private static final class Counting implements OrderedStore {

        private final HeapStore store = new HeapStore();
        private int touched;

        @Override
        public Optional<byte[]> get(byte[] key) {
            touched++;
            return store.get(key);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            touched++;
            store.put(key, value);
        }

        @Override
        public void delete(byte[] key) {
            touched++;
            store.delete(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, Visitor visitor) {
            touched++;
            store.scan(from, to, (key, value) -> {
                touched++;
                return visitor.visit(key, value);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"['...']", "[service]"})
    void signal_withThousandsOpen_touchesFewEntries(String grouping) {
        Routing routing = Routing.parse("routes.yaml", """
                receivers: [{ name: slack, channel: slack }]
                inhibit_rules:
                  - { source_matchers: ['severity="critical"'], target_matchers: ['severity="low"'], equal: [service] }
                route: { receivers: [slack], group_by: %s, group_interval: 5m }
                """.formatted(grouping), Map.of());
        Dispatching dispatching = new Dispatching(routing, store);
        dispatching.fold(tick(0));
        for (int i = 0; i < OPEN; i++) dispatching.fold(alert(i, Severity.HIGH));
        dispatching.fold(tick(600));
        assertThat(cost(dispatching, tick(601))).as("a tick with nothing due").isLessThan(60);
        assertThat(cost(dispatching, alert(OPEN, Severity.LOW))).as("one more").isLessThan(60 + 12 * Draft.MOST_ALERTS);
        assertThat(cost(dispatching, alert(OPEN + 1, Severity.CRITICAL)))
                .as("a source")
                .isLessThan(200);
    }

    private int cost(Dispatching dispatching, DispatchSignal signal) {
        store.touched = 0;
        dispatching.fold(signal);
        return store.touched;
    }

    private static DispatchSignal tick(long second) {
        return new DispatchSignal(new Tick(START + second * 1_000, List.of()));
    }

    private static DispatchSignal alert(int number, Severity severity) {
        Alert alert = DispatchingTest.alert("%016x".formatted(number), severity, Transition.ACTIVE, "system");
        return new DispatchSignal(Alert.newBuilder(alert)
                .setAlertId("%016x".formatted(number + 1_000_000))
                .build());
    }
}
