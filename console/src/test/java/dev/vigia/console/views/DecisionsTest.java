package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.console.views.Told.Outcome;
import dev.vigia.console.views.Told.Standing;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Alerts are called by one name, and their episodes by the same after {@code e-}. */
class DecisionsTest {

    private static final long NOW = 100_000;

    private final Set<String> open = new HashSet<>();
    private final Decisions decisions = new Decisions(100, 10, (alert, episode) -> open.contains(alert));
    private long at = 1_000;

    @Test
    void of_newestFirst_withWhatCameOfEachAttempt() {
        delivered("n", 2, DeliveryStatus.DELIVERED);
        told("a", "pager", "n", 1);
        told("a", "pager", "n", 2);
        delivered("n", 1, DeliveryStatus.STARTED);
        delivered("n", 1, DeliveryStatus.RETRYABLE);
        told("a", "pager", "other", 1);

        assertThat(of("a").decisions())
                .extracting(one -> one.delivery().map(Delivery::getStatus))
                .containsExactly(
                        Optional.empty(), Optional.of(DeliveryStatus.DELIVERED), Optional.of(DeliveryStatus.RETRYABLE));
    }

    @Test
    void receivers_areFirstThoseWhoKnow_withWhatArrivedAndWhatWasDecidedLast() {
        told("a", "pager", "n1", 1);
        delivered("n1", 1, DeliveryStatus.DELIVERED);
        told("a", "chat", "n2", 1);
        delivered("n2", 1, DeliveryStatus.FAILED);
        take(decide("a", DecisionKind.LEFT, "chat", "REFUSED"));
        take(decide("a", DecisionKind.LEFT, "pager", "ALREADY_TOLD"));
        told("a", "mail", "n3", 1);
        delivered("n3", 1, DeliveryStatus.DELIVERED);
        take(decide("a", DecisionKind.HELD, "mail", "COOLING_DOWN").setUntil(NOW + 1));

        List<Standing> receivers = of("a").receivers();

        assertThat(receivers).extracting(Standing::receiver).containsExactly("mail", "pager", "chat");
        assertThat(receivers).extracting(Standing::knows).containsExactly(true, true, false);
        assertThat(receivers)
                .extracting(one -> one.newest().decision().getReason())
                .containsExactly("COOLING_DOWN", "BECAME_ACTIVE", "REFUSED");
        assertThat(receivers.get(1).told()).contains(receivers.get(1).newest());
    }

    @Test
    void all_ofARoute_standUntilOneOfThemIsDecidedOn() {
        take(decide("a", DecisionKind.WAITS, "", "GROUP_WAIT").setRoute("0.1").setUntil(NOW + 1));
        take(decide("a", DecisionKind.HELD, "", "SILENCED").setRoute("0.2"));
        assertThat(of("a").receivers()).extracting(Standing::route).containsExactly("0.1", "0.2");

        take(decide("a", DecisionKind.TOLD, "chat", "CHANGED").setRoute("0.1").setNotificationId("n0"));
        assertThat(of("a").receivers()).extracting(Standing::route).containsExactly("", "0.1", "0.2");
        take(decide("a", DecisionKind.TOLD, "pager", "BECAME_ACTIVE")
                .setRoute("0.1")
                .setNotificationId("n1"));

        assertThat(of("a").receivers())
                .extracting(one -> one.receiver() + one.route())
                .containsExactly("chat", "pager", "0.2");
        assertThat(past("GROUP_WAIT")).isTrue();
        assertThat(past("SILENCED")).isFalse();
        take(decide("a", DecisionKind.LEFT, "", "NEVER_TOLD"));
        assertThat(of("a").receivers())
                .extracting(one -> one.newest().decision().getReason())
                .containsExactly("CHANGED", "BECAME_ACTIVE", "NEVER_TOLD");
    }

    @Test
    void past_isWhatIsOutdone_orWhoseTimeIsOver_orWhoseAlertIs() {
        take(decide("a", DecisionKind.WAITS, "pager", "BREAKER_OPEN").setUntil(NOW));
        assertThat(past("BREAKER_OPEN")).isTrue();
        take(decide("a", DecisionKind.HELD, "mail", "COOLING_DOWN").setUntil(NOW + 1));
        assertThat(past("COOLING_DOWN")).isFalse();

        assertThat(decisions.of(over("a"), NOW).decisions())
                .filteredOn(one -> one.decision().getReason().equals("COOLING_DOWN"))
                .singleElement()
                .matches(Outcome::past);
    }

    @Test
    void summary_thatIsDelivered_tellsOfWhatTheStormHeldBack() {
        summedUp("a", "s");
        summedUp("b", "s");
        assertThat(of("a").receivers()).singleElement().matches(one -> !one.knows());
        assertThat(past("STORM")).isFalse();

        take(summary("pager", "s", 1, ""));
        delivered("s", 1, DeliveryStatus.RETRYABLE);
        assertThat(of("a").receivers()).singleElement().matches(one -> !one.knows());
        take(summary("pager", "s", 2, ""));
        delivered("s", 2, DeliveryStatus.DELIVERED);

        for (String alert : List.of("a", "b")) {
            Told told = of(alert);
            assertThat(told.receivers()).singleElement().matches(Standing::knows);
            assertThat(told.decisions())
                    .extracting(one -> one.decision().getReason())
                    .containsExactly("SUMMARY", "SUMMARY", "STORM");
            assertThat(told.decisions().get(2).past()).isTrue();
            assertThat(told.decisions().get(2).delivery().map(Delivery::getAttempt))
                    .contains(2);
        }
    }

    @Test
    void summary_thatIsRefused_isKnownToWhoStandsIn() {
        summedUp("a", "s");
        take(summary("pager", "s", 1, ""));
        delivered("s", 1, DeliveryStatus.FAILED);
        take(DispatchDecision.newBuilder(summary("pager", "s", 0, ""))
                .setKind(DecisionKind.LEFT)
                .setReason("REFUSED"));
        take(summary("mail", "instead", 1, "s"));
        delivered("instead", 1, DeliveryStatus.DELIVERED);

        assertThat(of("a").receivers())
                .extracting(one -> one.receiver() + " " + one.knows() + " "
                        + one.newest().decision().getReason())
                .containsExactly("mail true SUMMARY", "pager false REFUSED");
    }

    @Test
    void storm_thatGoesOn_stillHoldsBackWhatComesAfterASummary() {
        summedUp("a", "s1");
        long tick = at;
        take(summary("pager", "s1", 1, "").setAt(tick));
        delivered("s1", 1, DeliveryStatus.DELIVERED);
        take(decide("a", DecisionKind.HELD, "pager", "STORM").setAt(tick).setNotificationId("s2"));

        assertThat(of("a").receivers()).singleElement().satisfies(one -> {
            assertThat(one.knows()).isTrue();
            assertThat(one.newest().decision().getNotificationId()).isEqualTo("s2");
        });
    }

    @Test
    void moreThanFits_forgetsEpisodesThatAreOver_andSaysSo() {
        open.add("open");
        told("open", "pager", "n", 1);
        delivered("n", 1, DeliveryStatus.DELIVERED);
        for (int i = 0; i < 500; i++) {
            told("over-" + i, "pager", "n" + i, 1);
            delivered("n" + i, 1, DeliveryStatus.DELIVERED);
        }

        assertThat(of("open").receivers()).singleElement().matches(Standing::knows);
        assertThat(of("open").missing()).isEmpty();
        assertThat(of("over-499").receivers()).singleElement().matches(Standing::knows);
        assertThat(of("over-0").decisions()).isEmpty();
        assertThat(of("over-0").missing()).isPresent();
        Alert ahead = Alert.newBuilder(alert("over-0")).setStartedAt(at + 1_000).build();
        assertThat(decisions.of(ahead, NOW).missing()).isPresent();
        assertThat(decisions
                        .of(
                                Alert.newBuilder(alert("fresh"))
                                        .setStartedAt(at + 60_000)
                                        .build(),
                                NOW)
                        .missing())
                .isEmpty();
    }

    @Test
    void openOnesThatDoNotFit_goAsWell_andSaySoAlsoWhenTheyAreDecidedOnAgain() {
        for (int i = 0; i < 200; i++) {
            open.add("open-" + i);
            told("open-" + i, "pager", "n" + i, 1);
        }
        told("open-0", "pager", "again", 1);

        assertThat(of("open-1").decisions()).isEmpty();
        assertThat(of("open-1").missing()).isPresent();
        assertThat(of("open-0").decisions()).hasSize(1);
        assertThat(of("open-0").missing()).isPresent();
        assertThat(of("open-199").receivers()).hasSize(1);
    }

    @Test
    void oneThatIsToldAgainAndAgain_doesNotPushOutOthers_norWhatItKnows() {
        told("a", "mail", "m", 1);
        told("a", "pager", "first", 1);
        delivered("first", 1, DeliveryStatus.DELIVERED);
        for (int i = 0; i < 300; i++) {
            told("a", "pager", "n" + i, 1);
            take(decide("a", DecisionKind.LEFT, "pager", "ACKNOWLEDGED"));
        }

        Told told = of("a");
        assertThat(told.decisions()).hasSize(51);
        assertThat(told.decisions())
                .extracting(one -> one.decision().getNotificationId())
                .contains("m", "first", "n299")
                .doesNotContain("n0");
        assertThat(told.receivers()).extracting(Standing::knows).containsExactly(true, false);
        assertThat(told.missing()).isEmpty();
    }

    @Test
    void whatAReceiverKnows_thatMayBeLeftOut_isSaidToBeMissing() {
        for (int i = 0; i < 30; i++) told("a", "pager", "n" + i, 1);

        assertThat(of("a").missing())
                .hasValueSatisfying(words -> assertThat(words).contains("the last 25"));
        delivered("n29", 1, DeliveryStatus.DELIVERED);
        assertThat(of("a").missing()).isEmpty();
    }

    @Test
    void heartbeats_pushOutNoDelivery() {
        told("a", "pager", "n", 1);
        delivered("n", 1, DeliveryStatus.DELIVERED);
        for (int i = 0; i < 100; i++) {
            take(summary("watchdog", "h" + i, 1, "").setReason("HEARTBEAT"));
            delivered("h" + i, 1, DeliveryStatus.DELIVERED);
        }

        assertThat(of("a").receivers()).singleElement().matches(Standing::knows);
    }

    private Told of(String alert) {
        return decisions.of(alert(alert), NOW);
    }

    private boolean past(String reason) {
        return of("a").decisions().stream()
                .filter(one -> one.decision().getReason().equals(reason))
                .findFirst()
                .orElseThrow()
                .past();
    }

    private static Alert alert(String name) {
        return Samples.alert(name, Transition.ACTIVE, AlertState.ACTIVE).build();
    }

    private static Alert over(String name) {
        return Samples.alert(name, Transition.RESOLVED, AlertState.INACTIVE).build();
    }

    private void told(String alert, String receiver, String notification, int attempt) {
        take(decide(alert, DecisionKind.TOLD, receiver, "BECAME_ACTIVE")
                .setNotificationId(notification)
                .setAttempt(attempt));
    }

    private void summedUp(String alert, String summary) {
        take(decide(alert, DecisionKind.HELD, "pager", "STORM")
                .setNotificationId(summary)
                .setUntil(NOW + 1));
    }

    private DispatchDecision.Builder decide(String alert, DecisionKind kind, String receiver, String reason) {
        return decision(kind, receiver, reason).setAlertId(alert).setEpisodeId("e-" + alert);
    }

    private DispatchDecision.Builder summary(String receiver, String id, int attempt, String before) {
        return decision(DecisionKind.TOLD, receiver, "SUMMARY")
                .setNotificationId(id)
                .setAttempt(attempt)
                .setBy(before);
    }

    private DispatchDecision.Builder decision(DecisionKind kind, String receiver, String reason) {
        return DispatchDecision.newBuilder()
                .setAt(at++)
                .setKind(kind)
                .setReason(reason)
                .setWords("words")
                .setReceiver(receiver);
    }

    private void take(DispatchDecision.Builder decision) {
        decisions.accept(decision.build());
    }

    private void delivered(String notification, int attempt, DeliveryStatus status) {
        decisions.accept(
                new Delivery(notification, attempt, "pager", "webhook", status, 2_000L, "said", null, null, false));
    }
}
