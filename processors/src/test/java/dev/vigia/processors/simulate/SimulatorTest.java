package dev.vigia.processors.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.rules.AlertId;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SimulatorTest {

    private static final long T = 1_800_000_000_000L;
    private static final long DAY = 86_400_000;
    private static final String RULES = """
            rules:
              - {id: errors, filter: severity_number >= 17, group_by: [service], aggregate: count, above: 2, severity: high,
                 window: 1m, recover_for: 1m}
            """;

    private final List<Signal> signals = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Simulator simulator = new Simulator(T, signals::add, alerts::add);

    private void rules(String yaml) {
        simulator.say(new RuleFile("rules.yaml", yaml), "file:rules.yaml");
    }

    private void errors(int count) {
        for (int i = 0; i < count; i++)
            assertThat(simulator.push(error(simulator.now()))).isEmpty();
    }

    private static Log error(long millis) {
        return Log.newBuilder()
                .setTimestamp(millis * 1_000)
                .setService("shop")
                .setSeverityNumber(17)
                .build();
    }

    private List<String> told() {
        return alerts.stream()
                .map(alert -> (alert.getAt() - T) / 1_000 + " " + alert.getTransition())
                .toList();
    }

    @Test
    void incident_isToldWithTheTimesOfAnInstallationThatDoesNotLag() {
        rules(RULES);
        simulator.advanceTo(T + 63_000);
        errors(3);
        simulator.advanceTo(T + 300_000);

        assertThat(told()).containsExactly("63 ACTIVE", "130 RECOVERING", "190 RESOLVED");
        assertThat(alerts).noneMatch(Alert::getLearning);
        assertThat(alerts.get(1).getDataTime()).isEqualTo(T + 130_000);
    }

    @Test
    void signals_foldedAgainWithARestartAtEach_giveTheSameAlerts() {
        rules(RULES);
        for (int minute = 1; minute < 30; minute++) {
            simulator.advanceTo(T + minute * 60_000L + minute * 1_000L);
            errors(minute % 5);
        }
        simulator.advanceTo(T + 2_400_000);
        assertThat(alerts).hasSizeGreaterThan(9);

        HeapStore store = new HeapStore();
        List<Alert> again = new ArrayList<>();
        for (int i = 0; i < signals.size(); i++) {
            for (Outcome outcome : new Evaluation(0, store, Topics.of("", 1, 1)).fold(i, signals.get(i))) {
                again.add(((Outcome.Transitioned) outcome).alert());
            }
        }
        assertThat(again).isEqualTo(alerts);
    }

    /** In some seconds; the limit is for machines that have too much to do. */
    @Test
    @Timeout(120)
    void thirtyDays_withAnIncidentEach_foldOnlyWhatCanBecomeDue() {
        AtomicLong frames = new AtomicLong();
        AtomicLong others = new AtomicLong();
        Simulator days = new Simulator(
                T, signal -> (signal.getBody() instanceof Frame ? frames : others).incrementAndGet(), alerts::add);
        days.say(new RuleFile("rules.yaml", RULES), "file:rules.yaml");
        for (int day = 0; day < 30; day++) {
            days.advanceTo(T + day * DAY + 3_600_000);
            for (int i = 0; i < 3; i++) assertThat(days.push(error(days.now()))).isEmpty();
        }
        days.advanceTo(T + 30 * DAY);

        assertThat(alerts).hasSize(90);
        long steps = 30 * DAY / 10_000;
        assertThat(frames).hasValue(steps);
        assertThat(others).hasValueBetween(steps + 30 * 120, steps + 30 * 140);
    }

    @Test
    void tick_isFoldedEachSecondWhileAnAlertIsOpen() {
        rules(RULES);
        simulator.advanceTo(T + 60_000);
        errors(3);
        simulator.advanceTo(T + 300_000);

        List<Long> ticks = signals.stream()
                .filter(signal -> signal.getBody() instanceof Tick)
                .map(signal -> (((Tick) signal.getBody()).getAt() - T) / 1_000)
                .toList();
        assertThat(ticks).contains(50L, 61L, 121L, 199L, 290L).doesNotContain(51L, 59L, 201L, 291L);
    }

    @Test
    void twoFiles_areBothInForceFromTheFirstRecordOn() {
        rules(RULES);
        simulator.say(new RuleFile("more.yaml", RULES.replace("id: errors", "id: more")), "file:more.yaml");
        errors(3);
        simulator.advanceTo(T + 20_000);

        assertThat(alerts).extracting(Alert::getRuleId).containsExactlyInAnyOrder("errors", "more");
        assertThat(alerts).noneMatch(Alert::getLearning);
    }

    @Test
    void ruleChange_betweenRecordsOfASecond_countsForThoseAfterIt() {
        rules(RULES);
        simulator.advanceTo(T + 60_000);
        errors(3);
        rules(RULES.replace("severity_number >= 17", "severity_number >= 16"));
        errors(2);
        simulator.advanceTo(T + 70_000);

        assertThat(told()).containsExactly("60 ACTIVE");
        assertThat(alerts.get(0).getSamples()).isEqualTo(3);
    }

    @Test
    void command_isObeyedAtItsTime() {
        rules(RULES);
        errors(3);
        simulator.advanceTo(T + 5_000);
        AlertCommand acknowledge = AlertCommand.newBuilder()
                .setAlertId(AlertId.of("errors", List.of("shop")))
                .setType(CommandType.ACKNOWLEDGE)
                .build();
        simulator.say(acknowledge, "user:ana", Optional.empty());

        assertThat(alerts).extracting(Alert::getTransition).containsExactly(Transition.ACTIVE, Transition.ACKNOWLEDGED);
        assertThat(alerts.get(1).getActor()).isEqualTo("user:ana");
        assertThat(alerts.get(1).getAt()).isEqualTo(T + 5_000);
    }

    @Test
    void push_farAhead_isRefusedAsAggregateRefusesIt() {
        rules(RULES);
        assertThat(simulator.push(error(T + 700_000)))
                .hasValueSatisfying(why -> assertThat(why).contains("beyond the 10 minutes"));
    }

    @Test
    void brokenRules_areRefusedAndTheOldOnesStay() {
        rules(RULES);
        assertThatThrownBy(() -> rules("rules: [{id: x}]")).isInstanceOf(UserException.class);
        errors(3);
        simulator.advanceTo(T + 20_000);

        assertThat(told()).containsExactly("0 ACTIVE");
    }
}
