package dev.vigia.processors.aggregate;

import static dev.vigia.processors.aggregate.Instance.judge;
import static dev.vigia.processors.aggregate.Instance.logs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The first start on topics that hold hours of data, from raw records to alerts. */
class FirstStartTest {

    private static final long T = 1_800_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final String RULES = """
            rules:
              - {id: rate, group_by: [service], aggregate: error_rate, above: 0.5, severity: high, window: 1m,
                 recover_for: 1m, max_age: 6h}
            """;
    private static final Signal SAID = new Signal(
            new ControlSignal(0L, new Control("c", T, "file:rules.yaml", null, new RuleFile("rules.yaml", RULES))));
    private static final Signal TICK = new Signal(new Tick(T, List.of(new Input("logs", 3))));

    /** Two incidents an hour apart; partition 2 is empty, and 1 has nothing of the first. */
    private static Map<Integer, List<Log>> minute(int minute) {
        long at = T + minute * MINUTE;
        boolean incident = minute == -90 || minute == -30;
        List<Log> first = logs(10, "shop", incident ? 17 : 9, at + 5_000);
        first.addAll(logs(30, "shop", incident ? 17 : 9, at + 35_000));
        return Map.of(0, first, 1, logs(5, "shop", minute == -30 ? 17 : 9, at + 15_000));
    }

    @Test
    void backlog_inWhateverOrderTickRulesAndFramesCome_givesTheEpisodesOfLiveRunning() {
        List<Transition> live = transitions(live());
        assertThat(live)
                .containsExactly(
                        Transition.ACTIVE,
                        Transition.RECOVERING,
                        Transition.RESOLVED,
                        Transition.ACTIVE,
                        Transition.RECOVERING,
                        Transition.RESOLVED);
        List<Signal> frames = backlog();
        for (int tick = 0; tick < frames.size(); tick++) {
            for (int rules = 0; rules <= frames.size(); rules++) {
                List<Signal> log = new ArrayList<>(frames);
                log.add(tick, TICK);
                log.add(rules, SAID);

                List<Alert> alerts = judge(log);

                assertThat(transitions(alerts))
                        .as("tick at %s, rules at %s", tick, rules)
                        .isEqualTo(live);
                assertThat(alerts.stream().map(Alert::getEpisodeId).distinct()).hasSize(2);
                assertThat(alerts).noneMatch(Alert::getLearning);
            }
        }
    }

    private static List<Alert> live() {
        List<Signal> log = new ArrayList<>(List.of(SAID, TICK));
        Instance instance = new Instance(RULES, 0, List.of(0, 1, 2));
        log.addAll(instance.idle(T - 121 * MINUTE, T - 121 * MINUTE));
        for (int minute = -120; minute < 0; minute++) {
            long end = T + (minute + 1) * MINUTE;
            log.addAll(instance.transaction(
                    end, minute(minute), Map.of(0, end - 10_000, 1, end - 10_000, 2, end - 10_000)));
        }
        return judge(log);
    }

    /** Each partition is read in a transaction of its own; the end of the empty one is not known at first. */
    private static List<Signal> backlog() {
        Map<Integer, List<Log>> all = new TreeMap<>();
        for (int minute = -120; minute < 0; minute++) {
            minute(minute)
                    .forEach((partition, logs) -> all.computeIfAbsent(partition, none -> new ArrayList<>())
                            .addAll(logs));
        }
        long newest = T - 45_000;
        List<Signal> log = new ArrayList<>();
        Instance instance = new Instance(RULES, 0, List.of(0, 1, 2));
        log.addAll(instance.transaction(T, Map.of(0, all.get(0)), Map.of(0, newest, 1, 0L, 2, 0L)));
        log.addAll(instance.transaction(T, Map.of(1, all.get(1)), Map.of(0, newest, 1, newest, 2, 0L)));
        for (int second = 1; second <= 3; second++) log.addAll(instance.idle(T + second * 1_000, T - 10_000));
        return log;
    }

    private static List<Transition> transitions(List<Alert> alerts) {
        return alerts.stream().map(Alert::getTransition).toList();
    }
}
