package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Severity;
import org.junit.jupiter.api.Test;

/** A further episode of an alert within a time of event time is left untold while that lasts. */
class CooldownTest {

    private static final String COOLDOWN = """
            receivers: [{ name: slack, channel: slack }]
            route: { receivers: [slack], repeat_interval: 0s, cooldown: 10m }
            """;

    private static final String REALERT = """
            receivers: [{ name: slack, channel: slack }]
            route: { receivers: [slack], repeat_interval: 0s, realert: { first: 10m, longest: 30m } }
            """;

    private final Timeline story = new Timeline(COOLDOWN);

    @Test
    void further_episodes_areLeft_andToldAfterTheTime() {
        episode(0).expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a");
        episode(120).expect().decided("held slack COOLING_DOWN a until 600");
        story.at(300).on("a", Severity.HIGH).expect();
        story.at(599).expect().at(600).expect("slack: BECAME_ACTIVE a");
        story.over("a").expect("slack: RESOLVED a");
        episode(1_199).expect();
        episode(1_200).expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a");
    }

    @Test
    void worse_isToldAtOnce() {
        episode(0).expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a");
        story.at(60).on("a", Severity.HIGH).expect();
        story.becomes("a", Severity.CRITICAL).expect("slack: BECAME_ACTIVE a");
        story.over("a").at(120).on("a", Severity.CRITICAL).expect("slack: RESOLVED a");
    }

    @Test
    void other_alerts_areTold() {
        episode(0).expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a");
        story.on("b", Severity.HIGH).expect("slack: BECAME_ACTIVE b");
    }

    /** The pipeline lags by an hour: what counts is when things happened. */
    @Test
    void lag_changesNothing() {
        story.at(3_600).onAt("a", Severity.HIGH, 0).over("a").expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a");
        story.at(3_720).onAt("a", Severity.HIGH, 120).expect().decided("held slack COOLING_DOWN a until 4200");
        story.at(4_199).expect().at(4_200).expect("slack: BECAME_ACTIVE a");
        story.over("a")
                .expect("slack: RESOLVED a")
                .at(4_201)
                .onAt("a", Severity.HIGH, 1_200)
                .expect("slack: BECAME_ACTIVE a");
    }

    @Test
    void realert_doublesTheTime_upToTheLongest() {
        Timeline longer = new Timeline(REALERT);
        longer.on("a", Severity.HIGH).over("a").expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a");
        longer.at(60).on("a", Severity.HIGH).over("a").decided("held slack COOLING_DOWN a until 1200");
        longer.at(900).on("a", Severity.HIGH).over("a").decided("held slack COOLING_DOWN a until 1800");
        longer.at(1_700).on("a", Severity.HIGH).expect().decided("held slack COOLING_DOWN a until 1800");
        longer.at(1_800).expect("slack: BECAME_ACTIVE a").over("a").expect("slack: RESOLVED a");
        longer.at(3_599).on("a", Severity.HIGH).over("a").expect().at(3_600).expect();
        longer.on("a", Severity.HIGH).over("a").expect("slack: BECAME_ACTIVE a", "slack: RESOLVED a");
        longer.at(4_200).on("a", Severity.HIGH).expect("slack: BECAME_ACTIVE a");
    }

    @Test
    void state_isForgotten() {
        int before = story.size();
        episode(0);
        story.at(900_000);
        assertThat(story.size()).as("and two schemas").isEqualTo(before + 2);
    }

    private Timeline episode(long second) {
        return story.at(second).on("a", Severity.HIGH).over("a");
    }
}
