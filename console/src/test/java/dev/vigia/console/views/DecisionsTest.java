package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private final Decisions decisions = new Decisions(2, 10);

    @Test
    void of_newestFirst_withWhatCameOfEachAttempt() {
        decisions.accept(delivery("n", 2, DeliveryStatus.DELIVERED));
        decisions.accept(told("e", "n", 1));
        decisions.accept(told("e", "n", 2));
        decisions.accept(delivery("n", 1, DeliveryStatus.STARTED));
        decisions.accept(delivery("n", 1, DeliveryStatus.RETRYABLE));
        decisions.accept(told("e", "other", 1));

        assertThat(decisions.of("e"))
                .extracting(one -> one.delivery().map(Delivery::getStatus))
                .containsExactly(
                        Optional.empty(), Optional.of(DeliveryStatus.DELIVERED), Optional.of(DeliveryStatus.RETRYABLE));
    }

    @Test
    void of_moreEpisodesThanFit_forgetsWhatWasDecidedOnLongestAgo() {
        decisions.accept(told("first", "a", 1));
        decisions.accept(told("second", "b", 1));
        decisions.accept(told("first", "c", 1));
        decisions.accept(told("third", "d", 1));

        assertThat(decisions.of("second")).isEmpty();
        assertThat(decisions.of("first"))
                .extracting(one -> one.decision().getNotificationId())
                .containsExactly("c", "a");
        assertThat(decisions.of("third")).hasSize(1);
    }

    @Test
    void of_oneThatIsToldAgainAndAgain_keepsTheLast() {
        for (int i = 0; i < 300; i++) decisions.accept(told("e", "n" + i, 1));

        assertThat(decisions.of("e"))
                .hasSize(100)
                .first()
                .extracting(one -> one.decision().getNotificationId())
                .isEqualTo("n299");
    }

    @Test
    void accept_aHeartbeat_isOfNoEpisode() {
        decisions.accept(told("", "h", 1));

        assertThat(decisions.of("")).isEmpty();
    }

    private static DispatchDecision told(String episode, String notification, int attempt) {
        return DispatchDecision.newBuilder()
                .setAt(1_000)
                .setKind(DecisionKind.TOLD)
                .setReason("BECAME_ACTIVE")
                .setWords("alert became active")
                .setEpisodeId(episode)
                .setReceiver("pager")
                .setNotificationId(notification)
                .setAttempt(attempt)
                .build();
    }

    private static Delivery delivery(String notification, int attempt, DeliveryStatus status) {
        return new Delivery(notification, attempt, "pager", "webhook", status, 2_000L, "said", null, null);
    }
}
