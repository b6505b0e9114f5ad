package dev.vigia.chaos.verdict;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Map;

/** Records in which only what a test is about has to be said. */
final class Samples {

    private Samples() {}

    /** Errors of the cart. */
    static Alert.Builder alert() {
        return Alert.newBuilder()
                .setAlertId("a")
                .setEpisodeId("e")
                .setSequence(1)
                .setTransition(Transition.ACTIVE)
                .setState(AlertState.ACTIVE)
                .setAt(0)
                .setDataTime(0)
                .setStartedAt(0)
                .setRuleId("errors")
                .setRuleSet("rules.yaml")
                .setRuleVersion(0)
                .setTitle("")
                .setSummary("")
                .setSeverity(Severity.HIGH)
                .setCategory("")
                .setGroup(Map.of("service", "cart"))
                .setLabels(Map.of())
                .setCondition("")
                .setValue(1)
                .setThreshold(0)
                .setWindowStart(0)
                .setWindowEnd(0)
                .setSamples(1)
                .setLearning(false)
                .setEvidence(dev.vigia.schemas.avro.Evidence.newBuilder()
                        .setCount(1)
                        .setRanges(List.of())
                        .setExemplars(List.of())
                        .build());
    }
}
