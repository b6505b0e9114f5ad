package dev.vigia.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.chaos.load.Claim.Fate;
import dev.vigia.chaos.load.Incident;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Transition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checks of what people were told pass when all is well, and notice what they are there for. */
class ToldTest {

    private static final List<Incident> INCIDENTS = List.of(new Incident("cart", 1_000, 20_000, false));
    private static final String TWICE = "HTTP 201 (second try after a crash; the first may have arrived, too)";
    private static final String PAUSED = "HTTP 201 (sent after a pause; another task may have sent it, too)";
    private static final String GIVEN_UP = "begun 3 times without a result; nobody knows whether it arrived";

    private final Evidence evidence = new Evidence(lane -> Fate.COUNTED);
    private final Tellings tellings = evidence.tellings();
    private final PagerDuty pagerDuty = new PagerDuty();
    private final ShortMessages messages = new ShortMessages();
    private final Pager pager = new Pager();

    @Test
    void pagerDuty_repeatsOfWhatIsOpenOrOver_areOnePage() {
        event("trigger", "e");
        event("trigger", "e");
        event("acknowledge", "e");
        event("acknowledge", "e");
        event("resolve", "e");
        event("resolve", "e");

        Check check = pagerDuty.check(INCIDENTS);
        assertThat(check.differences()).isEmpty();
        assertThat(check.counts()).isEqualTo("1 incidents, 6 events, 3 of them without effect");
    }

    @Test
    void pagerDuty_triggerAfterItsEnd_isASecondPage() {
        event("trigger", "e");
        event("resolve", "e");
        event("trigger", "e");

        assertThat(pagerDuty.check(INCIDENTS).differences())
                .containsExactly("cart e was opened 2 times", "cart e is still open");
    }

    @Test
    void pagerDuty_anotherKeyOrNone_isNoticed() {
        event("trigger", "e");
        event("resolve", "e");
        event("acknowledge", "f");
        event("trigger", "f");
        event("resolve", "f");

        assertThat(pagerDuty.check(INCIDENTS).differences())
                .containsExactly("cart: 2 incidents instead of 1", "f was acknowledged before it was open");
        assertThat(new PagerDuty().check(INCIDENTS).differences()).containsExactly("cart: 0 incidents instead of 1");
    }

    @Test
    void pagerDuty_whatItDoesNotTake_isNoticed() {
        assertThat(pagerDuty.take("{\"event_action\":\"resolve\",\"dedup_key\":\"e\",\"routing_key\":\"x\"}"))
                .isEqualTo(400);
        assertThat(pagerDuty.check(List.of()).differences()).hasSize(1);
    }

    private void event(String action, String key) {
        assertThat(pagerDuty.take("""
                        {"routing_key": "%s", "event_action": "%s", "dedup_key": "%s",
                         "payload": {"summary": "s", "source": "cart", "severity": "error", "component": "cart"}}""".formatted(PagerDuty.ROUTING_KEY, action, key)))
                .isEqualTo(202);
    }

    @Test
    void webhook_againUnderItsKey_passes() {
        webhook("a", "firing");
        webhook("a", "firing");
        webhook("b", "resolved");

        assertThat(pager.check(INCIDENTS).differences()).isEmpty();
        assertThat(pager.check(INCIDENTS).counts()).isEqualTo("3 messages, 1 of them again");
    }

    @Test
    void webhook_underAnotherKey_isNoticed() {
        webhook("a", "firing");
        webhook("b", "firing");
        webhook("c", "resolved");

        assertThat(pager.check(INCIDENTS).differences())
                .containsExactly("cart t firing was told under several keys: [a, b]");
    }

    private void webhook(String key, String status) {
        String body =
                "{\"alerts\":[{\"labels\":{\"service\":\"cart\"},\"startsAt\":\"t\",\"status\":\"" + status + "\"}]}";
        assertThat(pager.take(key, body)).isEqualTo(200);
    }

    @Test
    void messages_repeatThatIsReported_passesUpToTheNumberOfCrashes() {
        notification("n", "sms", 1, 5, AlertState.ACTIVE);
        delivery("n", 1, DeliveryStatus.STARTED, "");
        delivery("n", 1, DeliveryStatus.STARTED, "");
        delivery("n", 1, DeliveryStatus.DELIVERED, TWICE);
        messages.take("n");
        messages.take("n");

        assertThat(messages.check(tellings, Optional.of(1)).differences()).isEmpty();
        assertThat(messages.check(tellings, Optional.empty()).differences()).isEmpty();
        assertThat(messages.check(tellings, Optional.of(0)).differences())
                .containsExactly("1 came again after 0 crashes");
    }

    /** Of two workers that told it one stood still before. */
    @Test
    void messages_repeatAfterAPause_passesWhenEitherOfThemReportsIt() {
        delivery("n", 1, DeliveryStatus.STARTED, "");
        delivery("n", 1, DeliveryStatus.STARTED, "");
        delivery("n", 1, DeliveryStatus.DELIVERED, "HTTP 201");
        messages.take("n");
        messages.take("n");
        assertThat(messages.check(tellings, Optional.empty()).differences())
                .as("neither reports it")
                .hasSize(1);

        delivery("n", 1, DeliveryStatus.DELIVERED, PAUSED);
        assertThat(messages.check(tellings, Optional.of(1)).differences()).isEmpty();
    }

    @Test
    void messages_eachAttemptThatWasToBeTriedAgain_mayHaveArrived() {
        for (int attempt = 1; attempt <= 2; attempt++) {
            notification("n", "sms", attempt, 5, AlertState.ACTIVE);
            delivery("n", attempt, DeliveryStatus.STARTED, "");
            delivery("n", attempt, attempt == 1 ? DeliveryStatus.RETRYABLE : DeliveryStatus.DELIVERED, "no answer");
            messages.take("n");
        }

        assertThat(messages.check(tellings, Optional.of(0)).differences()).isEmpty();
    }

    @Test
    void messages_repeatThatNobodyReports_isNoticed() {
        delivery("n", 1, DeliveryStatus.STARTED, "");
        delivery("n", 1, DeliveryStatus.STARTED, "");
        delivery("n", 1, DeliveryStatus.DELIVERED, "HTTP 201");
        messages.take("n");
        messages.take("n");
        messages.take("unheard of");

        assertThat(messages.check(tellings, Optional.empty()).differences())
                .containsExactly(
                        "n came 2 times, and the reports explain 1: n to sms {1=2 starts[, DELIVERED HTTP 201]}",
                        "unheard of came 1 times, and the reports explain 0: none");
    }

    @Test
    void messages_saidToBeDeliveredAndNotThere_isNoticed() {
        delivery("n", 1, DeliveryStatus.STARTED, "");
        delivery("n", 1, DeliveryStatus.DELIVERED, "HTTP 201");

        assertThat(messages.check(tellings, Optional.empty()).differences())
                .containsExactly("n to sms {1=1 starts[, DELIVERED HTTP 201]} never came");
    }

    @Test
    void untold_allReceiversHeardOfBeginAndEnd_passes() {
        alert(Transition.ACTIVE, AlertState.ACTIVE);
        alert(Transition.RESOLVED, AlertState.INACTIVE);
        for (String receiver : List.of("webhook", "pagerduty", "sms")) {
            delivered("a-" + receiver, receiver, AlertState.ACTIVE);
            delivered("b-" + receiver, receiver, AlertState.INACTIVE);
        }

        Check check = UntoldCheck.check(evidence);
        assertThat(check.differences()).isEmpty();
        assertThat(check.counts()).isEqualTo("6 notifications, 0 given up");
    }

    @Test
    void untold_begunWithoutAnEndOrNeverBegun_isNoticed() {
        notification("n", "sms", 1, 5, AlertState.ACTIVE);
        delivery("n", 1, DeliveryStatus.STARTED, "");
        notification("m", "sms", 1, 6, AlertState.ACTIVE);

        assertThat(UntoldCheck.check(evidence).differences())
                .containsExactly("n to sms {1=1 starts[]} has no end", "m to sms {1=0 starts[]} has no end");
    }

    @Test
    void untold_waitsForAnotherAttempt_isNoticedUnlessSomethingNewerIsThrough() {
        notification("n", "sms", 1, 5, AlertState.ACTIVE);
        delivery("n", 1, DeliveryStatus.RETRYABLE, "busy");
        assertThat(UntoldCheck.check(evidence).differences()).hasSize(1);

        delivered("m", "sms", AlertState.INACTIVE);
        assertThat(UntoldCheck.check(evidence).differences()).isEmpty();
    }

    @Test
    void untold_oneReceiverWasForgotten_isNoticed() {
        alert(Transition.ACTIVE, AlertState.ACTIVE);
        delivered("n", "webhook", AlertState.ACTIVE);
        delivered("m", "pagerduty", AlertState.ACTIVE);

        assertThat(UntoldCheck.check(evidence).differences())
                .containsExactly("sms was not told that errors of {service=cart} is ACTIVE at 5");
    }

    @Test
    void untold_refusedOrTwiceInTheTopic_isNoticed() {
        delivered("n", "sms", AlertState.ACTIVE);
        notification("n", "sms", 1, 5, AlertState.ACTIVE);
        delivery("m", 1, DeliveryStatus.FAILED, "HTTP 400");

        assertThat(UntoldCheck.check(evidence).differences())
                .containsExactly(
                        "n to sms {1=1 starts[, DELIVERED HTTP 201]} is there more than once",
                        "m to sms {1=0 starts[, FAILED HTTP 400]} was refused");
    }

    @Test
    void untold_givenUpAfterThreeCrashes_isKnownAndCounted() {
        delivery("n", 1, DeliveryStatus.FAILED, GIVEN_UP);

        Check check = UntoldCheck.check(evidence);
        assertThat(check.differences()).isEmpty();
        assertThat(check.counts()).isEqualTo("1 notifications, 1 given up");
    }

    private void delivered(String id, String receiver, AlertState state) {
        notification(id, receiver, 1, 7, state);
        delivery(id, 1, DeliveryStatus.STARTED, "");
        delivery(id, 1, DeliveryStatus.DELIVERED, "HTTP 201");
    }

    private void notification(String id, String receiver, int attempt, long at, AlertState state) {
        tellings.add(Notification.newBuilder()
                .setId(id)
                .setAttempt(attempt)
                .setReceiver(receiver)
                .setChannel("http")
                .setReason("")
                .setAt(at)
                .setGroupLabels(Map.of())
                .setAlerts(List.of(made(Transition.ACTIVE, state)))
                .build());
    }

    private void delivery(String id, int attempt, DeliveryStatus status, String detail) {
        tellings.add(Delivery.newBuilder()
                .setNotificationId(id)
                .setAttempt(attempt)
                .setReceiver("sms")
                .setChannel("http")
                .setStatus(status)
                .setAt(0)
                .setDetail(detail)
                .build());
    }

    private void alert(Transition transition, AlertState state) {
        evidence.alert(made(transition, state));
    }

    private static Alert made(Transition transition, AlertState state) {
        return Samples.alert()
                .setTransition(transition)
                .setState(state)
                .setAt(5)
                .setStartedAt(5)
                .build();
    }
}
