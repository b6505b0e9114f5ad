package dev.vigia.processors.evaluate;

import static dev.vigia.processors.evaluate.Timeline.BEGINNING;
import static dev.vigia.processors.evaluate.Timeline.count;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.CommandType;
import dev.vigia.schemas.avro.Severity;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An alert that has recovered is watched before it is closed. */
class WatchTest {

    private static Timeline watched() {
        return Timeline.of(count("above: 5", "window: 10s", "recover_for: 10s", "watch: 1m"))
                .push(3, 6, 6)
                .foldedTo(30)
                .expect("3 ACTIVE shop", "20 RECOVERING shop", "30 WATCHING shop");
    }

    @Test
    void recovered_isWatchedAndThenClosed() {
        Timeline timeline = watched();
        assertThat(timeline.last().getState()).isEqualTo(AlertState.RECOVERING);
        assertThat(timeline.last().getWatchedUntil()).isEqualTo(BEGINNING + 90_000);
        assertThat(timeline.last().getSummary()).isEqualTo("shop: no records for 10s; watched for 1m");
        timeline.foldedTo(89).expect().foldedTo(90).expect("90 RESOLVED shop");
        assertThat(timeline.last().getWatchedUntil()).isNull();
        assertThat(timeline.last().getSummary()).isEqualTo("shop: no records for 10s");
    }

    @Test
    void breach_whileItIsWatched_goesOnWithTheEpisode() {
        Timeline timeline = watched()
                .push(43, 6, 6)
                .expect("43 ACTIVE shop")
                .foldedTo(130)
                .expect("60 RECOVERING shop", "70 WATCHING shop", "130 RESOLVED shop");
        assertThat(timeline.alerts().stream().map(Alert::getEpisodeId).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(timeline.alerts()).extracting(Alert::getSequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void valueBetweenRecoveryAndThreshold_whileItIsWatched_isNoBreach() {
        Timeline.of(count("above: 10", "recover_at: 5", "window: 10s", "recover_for: 0", "watch: 30s"))
                .push(3, 11, 11)
                .foldedTo(20)
                .expect("3 ACTIVE shop", "20 WATCHING shop")
                .push(23, 8, 8)
                .foldedTo(50)
                .expect("50 RESOLVED shop");
    }

    @Test
    void lag_watchesOn() {
        Timeline timeline = watched();
        for (int second = 40; second < 400; second += 10) timeline.lagsAt(second);
        timeline.expect().foldedTo(90).expect("90 RESOLVED shop");
    }

    @Test
    void severities_theMildestIsWatched() {
        Timeline timeline = Timeline.of(
                        count("severities: {medium: 5, critical: 10}", "window: 10s", "recover_for: 10s", "watch: 1m"))
                .push(3, 11, 11)
                .push(13, 6, 6)
                .foldedTo(30)
                .expect("3 ACTIVE shop", "30 RECOVERING shop")
                .foldedTo(40)
                .expect("40 WATCHING shop")
                .foldedTo(100)
                .expect("100 RESOLVED shop");
        assertThat(timeline.last().getSeverity()).isEqualTo(Severity.MEDIUM);
    }

    @Test
    void comment_whileItIsWatched_saysUntilWhen() {
        Timeline timeline =
                watched().command(31, "user:ana", CommandType.COMMENT).expect("31 COMMENTED shop");
        assertThat(timeline.last().getWatchedUntil()).isEqualTo(BEGINNING + 90_000);
    }

    @Test
    void reopened_goesOnBeingWatched() {
        watched()
                .resolve(31, "user:ana")
                .command(32, "user:ana", CommandType.REOPEN)
                .foldedTo(90)
                .expect("31 RESOLVED shop", "32 REOPENED shop", "90 RESOLVED shop");
    }

    @Test
    void rule_thatNoLongerAsksForIt_closesWithTheNextWindow() {
        watched()
                .rule(count("above: 5", "window: 10s", "recover_for: 10s"))
                .foldedTo(40)
                .expect("40 RESOLVED shop");
    }
}
