package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Evidence;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told next refers to the message before; folded with a new instance for each signal, as after a restart. */
class ReceiptsTest {

    private static final Routing ROUTING = Routing.parse("routes.yaml", """
            receivers:
              - { name: app, channel: slack_app }
              - { name: other, channel: slack_app }
            route:
              repeat_interval: 0s
              receivers: [app, other]
            """, Map.of());

    private static final long START = 1_800_000_000_000L;

    private final HeapStore store = new HeapStore();
    private final List<Notification> told = new ArrayList<>();

    @Test
    void told_afterAReceipt_refersToIt_forItsReceiverAndEpisodeOnly() {
        tick(0);
        alert("000000000000000a", 1, Transition.ACTIVE);
        assertThat(told).extracting(Notification::getPreviousReceipt).containsOnlyNulls();
        delivered(last("app"), "C1/1.1");
        delivered(last("other"), null);

        alert("000000000000000a", 2, Transition.ACKNOWLEDGED);
        assertThat(last("app").getReason()).isEqualTo("alert was acknowledged");
        assertThat(last("app").getPreviousReceipt()).isEqualTo("C1/1.1");
        assertThat(last("other").getPreviousReceipt()).isNull();
        // The sink edits without a reply where it reads these words.
        alert("000000000000000a", 3, Transition.ASSIGNED);
        assertThat(last("app").getReason()).isEqualTo("alert has changed");
        alert("000000000000000b", 1, Transition.ACTIVE);
        assertThat(last("app").getPreviousReceipt()).isNull();
    }

    @Test
    void told_moreThanOnce_refersToTheLastMessage() {
        tick(0);
        alert("000000000000000a", 1, Transition.ACTIVE);
        delivered(last("app"), "C1/1.1");
        alert("000000000000000a", 2, Transition.ACKNOWLEDGED);
        delivered(last("app"), "C1/2.2");

        alert("000000000000000a", 3, Transition.RESOLVED);

        assertThat(last("app").getReason()).isEqualTo("alert resolved");
        assertThat(last("app").getPreviousReceipt()).isEqualTo("C1/2.2");
    }

    @Test
    void retried_afterItsTime_refersToWhatCameMeanwhile() {
        tick(0);
        alert("000000000000000a", 1, Transition.ACTIVE);
        Notification first = last("app");
        alert("000000000000000a", 2, Transition.ACKNOWLEDGED);
        fold(new Delivery(
                last("app").getId(), 1, "app", "slack_app", DeliveryStatus.RETRYABLE, START, "", null, null, false));
        delivered(first, "C1/1.1");

        tick(60_000);

        assertThat(last("app").getAttempt()).isEqualTo(2);
        assertThat(last("app").getPreviousReceipt()).isEqualTo("C1/1.1");
    }

    @Test
    void receipts_afterThirtyDays_areForgottenWithoutATrace() {
        tick(0);
        alert("000000000000000a", 1, Transition.ACTIVE);
        delivered(last("app"), "C1/1.1");
        long day = Duration.ofDays(1).toMillis();
        tick(20 * day);
        alert("000000000000000a", 2, Transition.ACKNOWLEDGED);
        delivered(last("app"), "C1/1.1");
        tick(49 * day);
        assertThat(entries()).isEqualTo(2);

        tick(50 * day);

        assertThat(entries()).isZero();
    }

    /** Of the two tables of receipts. */
    private int entries() {
        List<byte[]> keys = new ArrayList<>();
        store.scan(new byte[] {'v'}, new byte[] {'x'}, (key, value) -> keys.add(key));
        return keys.size();
    }

    private Notification last(String receiver) {
        return told.stream()
                .filter(notification -> notification.getReceiver().equals(receiver))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void delivered(Notification notification, String receipt) {
        fold(new Delivery(
                notification.getId(),
                notification.getAttempt(),
                notification.getReceiver(),
                notification.getChannel(),
                DeliveryStatus.DELIVERED,
                START,
                "posted",
                null,
                receipt,
                false));
    }

    private void tick(long after) {
        fold(new Tick(START + after, List.of()));
    }

    private void alert(String episode, long sequence, Transition transition) {
        boolean over = transition == Transition.RESOLVED;
        fold(Alert.newBuilder()
                .setAlertId(episode)
                .setEpisodeId(episode)
                .setSequence(sequence)
                .setTransition(transition)
                .setState(over ? AlertState.INACTIVE : AlertState.ACTIVE)
                .setAt(START)
                .setDataTime(START)
                .setStartedAt(START)
                .setRuleId("the-rule")
                .setRuleSet("rules.yaml")
                .setRuleVersion(1)
                .setTitle("Errors")
                .setSummary("Errors")
                .setSeverity(Severity.CRITICAL)
                .setCategory("system")
                .setGroup(Map.of("service", episode))
                .setLabels(Map.of())
                .setCondition("errors > 1")
                .setValue(2)
                .setThreshold(1)
                .setWindowStart(START)
                .setWindowEnd(START)
                .setSamples(1)
                .setLearning(false)
                .setEvidence(new Evidence(0L, List.of(), List.of()))
                .setAcknowledgedBy(transition == Transition.ACKNOWLEDGED ? "slack:ana" : null)
                .build());
    }

    private void fold(Object body) {
        for (Decision decision : new Dispatching(ROUTING, store).fold(new DispatchSignal(body))) {
            if (decision instanceof Decision.Tell tell) told.add(tell.notification());
        }
    }
}
