package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** R-161, byte by byte. */
class SlackMessageTest {

    private static final Links LINKS = new Links("http://vigia.example", Optional.empty());
    private static final Texts ENGLISH = new Texts(Reader.DEFAULT, LINKS);

    @Test
    void of_criticalAlert_isTheShapeOfR161() {
        assertThat(body(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))).isEqualTo("""
                {"text":"🚨 Muitos erros no pagamento","attachments":[{"color":"danger","fields":[\
                {"title":"Message","value":"shop: errors: error rate 6.1 % over 1m (bound 5 %), 4211 records","short":false},\
                {"title":"Severity","value":"critical","short":true},\
                {"title":"Time","value":"2026-01-02T03:04:05.123Z","short":true}]}]}""");
    }

    @Test
    void of_markup_isShownAsItIs() {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setSummary("6.1 % of requests <failed> & more")
                .build();
        assertThat(body(alert)).contains("\"value\":\"6.1 % of requests &lt;failed&gt; &amp; more\"");
    }

    @Test
    void of_otherSeverities_areWarnings() {
        for (Severity severity : Severity.values()) {
            if (severity == Severity.CRITICAL) continue;
            Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                    .setSeverity(severity)
                    .build();
            assertThat(body(alert)).contains("\"color\":\"warning\"");
        }
    }

    @Test
    void of_resolved_isGoodAndTicked() {
        assertThat(body(Samples.alert(Transition.RESOLVED, AlertState.INACTIVE)))
                .startsWith("{\"text\":\"✅ Muitos erros no pagamento\",\"attachments\":[{\"color\":\"good\",");
    }

    @Test
    void of_watched_isNoAlarmAndSaysUntilWhen() {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.WATCHING, AlertState.RECOVERING))
                .setWatchedUntil(1_767_324_600_000L)
                .build();
        assertThat(body(alert))
                .startsWith("{\"text\":\"👀 Muitos erros no pagamento\",\"attachments\":[{\"color\":\"warning\",")
                .contains("{\"title\":\"Watched until\",\"value\":\"2026-01-02T03:30:00Z\",\"short\":true}");
    }

    @Test
    void of_severalAlerts_haveAnAttachmentEach() {
        Alert alert = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);
        var message = SlackMessage.of(Samples.notification("n", "r", "slack", alert, alert), ENGLISH);

        assertThat(message.path("text").asText()).isEqualTo("🚨 Muitos erros no pagamento (+1)");
        assertThat(message.path("attachments")).hasSize(2);
    }

    @Test
    void of_inPortuguese_hasTheSameShape() {
        Texts portuguese = new Texts(new Reader(Language.PT_BR, ZoneId.of("America/Sao_Paulo")), LINKS);
        Alert alert = Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);

        assertThat(SlackMessage.of(Samples.notification("n", "r", "slack", alert), portuguese)
                        .toString())
                .isEqualTo("""
                {"text":"🚨 Muitos erros no pagamento","attachments":[{"color":"danger","fields":[\
                {"title":"Mensagem","value":"shop: errors: taxa de erros 6,1 % em 1 min (limite 5 %), 4.211 registros","short":false},\
                {"title":"Gravidade","value":"crítica","short":true},\
                {"title":"Hora","value":"2026-01-02T00:04:05.123-03:00","short":true}]}]}""");
    }

    @Test
    void of_drill_isMarked() {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setLabels(Map.of("drill", "d-1"))
                .build();

        assertThat(body(alert)).startsWith("{\"text\":\"🚨 [DRILL] Muitos erros no pagamento\"");
    }

    private static String body(Alert alert) {
        return SlackMessage.of(Samples.notification("n", "r", "slack", alert), ENGLISH)
                .toString();
    }
}
