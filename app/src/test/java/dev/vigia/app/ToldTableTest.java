package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.views.Told;
import dev.vigia.console.views.Told.Outcome;
import dev.vigia.console.views.Told.Standing;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.DispatchDecision;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToldTableTest {

    @Test
    void show_isFirstWhereReceiversStand_thenWhatWasDecided() {
        Outcome told = outcome(decide(DecisionKind.TOLD, "pager", "alert became active"), "DELIVERED", false);
        Outcome left = outcome(
                decide(DecisionKind.LEFT, "pager", "alert was acknowledged").setBy("user:ana"), "", false);
        Outcome held = outcome(
                decide(DecisionKind.HELD, "mail", "a silence mutes it")
                        .setBy("s-1")
                        .setUntil(60_000L),
                "",
                false);
        Outcome waited = outcome(
                decide(DecisionKind.WAITS, "", "its group waits")
                        .setRoute("0.1")
                        .setUntil(2_000L),
                "",
                true);
        Outcome failed =
                outcome(decide(DecisionKind.TOLD, "chat", "alert became active").setAttempt(2), "FAILED", false);
        Outcome started = outcome(decide(DecisionKind.TOLD, "sms", "alert became active"), "STARTED", false);

        String text = text(new Told(
                List.of(
                        new Standing("pager", "", Optional.of(told), left),
                        new Standing("web", "", Optional.of(told), told),
                        new Standing("mail", "", Optional.empty(), held),
                        new Standing("chat", "", Optional.empty(), failed),
                        new Standing("sms", "", Optional.empty(), started)),
                List.of(held, left, told, waited),
                Optional.empty()));

        assertThat(text).isEqualToNormalizingNewlines("""
                  told
                    pager                knows: alert became active, 1970-01-01T00:00:03Z
                                         since then not told: alert was acknowledged (user:ana)
                    web                  knows: alert became active, 1970-01-01T00:00:03Z
                    mail                 does not know: held back until 1970-01-01T00:01:00Z: a silence mutes it (s-1)
                    chat                 does not know: told (attempt 2): alert became active [failed: said]
                    sms                  is being told: told: alert became active [attempt 1 begun: said]
                  decisions
                    1970-01-01T00:00:01Z  mail held back until 1970-01-01T00:01:00Z: a silence mutes it (s-1)
                    1970-01-01T00:00:01Z  pager not told: alert was acknowledged (user:ana)
                    1970-01-01T00:00:01Z  pager told: alert became active [delivered: said]
                    1970-01-01T00:00:01Z  everybody on 0.1 waited for 1970-01-01T00:00:02Z: its group waits
                """);
    }

    @Test
    void show_saysNobody_onlyWhenThatIsKnown() {
        assertThat(text(new Told(List.of(), List.of(), Optional.empty()))).contains("nobody, so far");
        assertThat(text(new Told(List.of(), List.of(), Optional.of("not all of it has been read"))))
                .contains("This may not be all: not all of it has been read.")
                .doesNotContain("nobody");
        Outcome left = outcome(decide(DecisionKind.LEFT, "pager", "the receiver refuses it"), "", false);
        assertThat(text(new Told(
                        List.of(new Standing("pager", "", Optional.empty(), left)),
                        List.of(left),
                        Optional.of("not all of it has been read"))))
                .contains("pager                may not know: not told: the receiver refuses it");
    }

    private static String text(Told told) {
        StringWriter text = new StringWriter();
        ToldTable.show(told, new PrintWriter(text, true));
        return text.toString();
    }

    private static DispatchDecision.Builder decide(DecisionKind kind, String receiver, String words) {
        return DispatchDecision.newBuilder()
                .setAt(1_000)
                .setKind(kind)
                .setReason("REASON")
                .setWords(words)
                .setReceiver(receiver);
    }

    /** @param status of its delivery; empty for none */
    private static Outcome outcome(DispatchDecision.Builder decision, String status, boolean past) {
        Optional<Delivery> delivery = Optional.of(status)
                .filter(word -> !word.isEmpty())
                .map(word -> new Delivery(
                        "n", 1, "pager", "webhook", DeliveryStatus.valueOf(word), 3_000L, "said", null, null, false));
        return new Outcome(decision.build(), delivery, past);
    }
}
