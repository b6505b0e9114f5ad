package dev.vigia.sinks.notify.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextsTest {

    private static final Links LINKS = new Links("http://vigia.example", Optional.of("https://kibana.example/s/ops"));
    private final Texts english = new Texts(Reader.DEFAULT, LINKS);
    private final Texts portuguese = new Texts(new Reader(Language.PT_BR, ZoneId.of("America/Sao_Paulo")), LINKS);

    @Test
    void of_activeAlert_saysHowBadSinceWhenAndAgainstWhichBound() {
        NotificationText text = english.of(notification(active()));

        assertThat(text.headline()).isEqualTo("🔥 Muitos erros no pagamento");
        assertThat(text.lead()).isEqualTo("Severity critical since 2026-01-02 03:03:35 UTC, for 32 s.");
        assertThat(lines(text.alerts().get(0).facts()))
                .containsExactly(
                        "Severity: critical",
                        "State: active",
                        "Time: 2026-01-02 03:04:05 UTC",
                        "Began: 2026-01-02 03:03:35 UTC",
                        "Duration: 32 s",
                        "Assigned to: payments",
                        "Snoozed until: 2026-01-02 03:05:05 UTC",
                        "Condition: error_rate > 0.05",
                        "Value: 6.1 % (bound > 5 %)",
                        "service: shop");
        assertThat(lines(text.facts())).containsExactly("Why you get this: alert became active");
    }

    @Test
    void of_sentenceWithTheNumbers_isInTheReadersWords_andInEnglishTheRulesOwn() {
        Notification notification = notification(active());

        assertThat(english.of(notification).alerts().get(0).summary())
                .isEqualTo("shop: error rate 6.1 % over 1m (bound 5 %), 4211 records");
        assertThat(portuguese.of(notification).alerts().get(0).summary())
                .isEqualTo("shop: taxa de erros 6,1 % em 1 min (limite 5 %), 4.211 registros");
    }

    @Test
    void of_alertThatHasRecentValues_hasThemAsBarsWithTheBoundAtHalfTheHeight() {
        Notification notification = notification(Samples.withCourse(active()));

        assertThat(lines(english.of(notification).alerts().get(0).facts()))
                .contains("Trend, 5 min: ▁▁▁▁▁▁▁▁▁▁▁▁▂▃██ 0.4 % to 7.2 %");
        assertThat(lines(portuguese.of(notification).alerts().get(0).facts()))
                .contains("Evolução, 5 min: ▁▁▁▁▁▁▁▁▁▁▁▁▂▃██ 0,4 % a 7,2 %");
    }

    @Test
    void of_shareOfWhatIsAboveABound_isHeldAgainstItsOwnBound() {
        Alert alert = Alert.newBuilder(Samples.withCourse(active()))
                .setCondition("ratio(duration > 1000) < 0.9")
                .setValue(0.5)
                .setThreshold(0.9)
                .build();

        assertThat(lines(english.of(notification(alert)).alerts().get(0).facts()))
                .contains("Value: 50 % (bound < 90 %)");
        assertThat(Course.of(alert).orElseThrow().above()).isFalse();
    }

    @Test
    void of_forABrazilian_isInPortugueseAtHomeWithACommaInNumbers() {
        NotificationText text = portuguese.of(notification(active()));

        assertThat(text.lead()).isEqualTo("Gravidade crítica desde 02/01/2026 00:03:35 America/Sao_Paulo, há 32 s.");
        assertThat(lines(text.alerts().get(0).facts()))
                .contains(
                        "Gravidade: crítica",
                        "Estado: ativo",
                        "Hora: 02/01/2026 00:04:05 America/Sao_Paulo",
                        "Valor: 6,1 % (limite > 5 %)");
        assertThat(lines(text.facts())).containsExactly("Por que você recebe isto: o alerta ficou ativo");
        assertThat(text.alerts().get(0).links())
                .extracting(Link::text)
                .containsExactly("Abrir o alerta", "Ver os registros", "Procedimento", "Silenciar");
    }

    @Test
    void of_watched_isAnEyeAndSaysUntilWhen() {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.WATCHING, AlertState.RECOVERING))
                .setWatchedUntil(1_767_324_600_000L)
                .build();

        assertThat(english.of(notification(alert)).sign()).isEqualTo("👀");
        assertThat(english.of(notification(alert)).lead())
                .isEqualTo("Recovered; it is closed if it stays away until 2026-01-02 03:30:00 UTC.");
        assertThat(portuguese.of(notification(alert)).lead())
                .isEqualTo("Recuperado; será encerrado se não voltar até 02/01/2026 00:30:00 America/Sao_Paulo.");
    }

    @Test
    void of_resolvedByAPerson_namesThePerson() {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.RESOLVED, AlertState.INACTIVE))
                .setActor("user:Ana")
                .setReason("Pool enlarged")
                .build();
        NotificationText text = english.of(notification(alert));

        assertThat(text.headline()).isEqualTo("✅ Muitos erros no pagamento");
        assertThat(text.lead()).isEqualTo("Resolved by Ana after 30 s.");
        assertThat(lines(text.alerts().get(0).facts())).contains("State: resolved", "Note: Pool enlarged");
        assertThat(text.alerts().get(0).link(Link.Kind.SILENCE)).isEmpty();
    }

    @Test
    void of_retracted_saysThatItWasNone() {
        NotificationText text = english.of(notification(Samples.alert(Transition.RETRACTED, AlertState.INACTIVE)));

        assertThat(text.lead()).isEqualTo("Retracted: late records say that it was none.");
        assertThat(text.alerts().get(0).fact(Fact.Kind.STATE).orElseThrow().value())
                .isEqualTo("retracted");
    }

    @Test
    void of_rise_saysFromWhatToWhat() {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.SEVERITY_CHANGED, AlertState.ACTIVE))
                .setPreviousSeverity(Severity.MEDIUM)
                .build();

        assertThat(portuguese.of(notification(alert)).lead()).startsWith("Piorou: de média para crítica; ativo desde ");
    }

    @Test
    void of_riseThatWasNone_saysHowBadItIs() {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.CORRECTED, AlertState.ACTIVE))
                .setSeverity(Severity.MEDIUM)
                .setPreviousSeverity(Severity.CRITICAL)
                .build();

        assertThat(english.of(notification(alert)).lead())
                .startsWith("Less severe: from critical to medium; on since ");
    }

    @Test
    void of_reopenedAndAcknowledged_namesWhoDidIt() {
        Alert alert = Alert.newBuilder(Samples.alert(Transition.REOPENED, AlertState.ACTIVE))
                .setActor("user:Ana")
                .setAcknowledgedBy("user:Bia")
                .setAcknowledgedAt(Samples.MILLIS)
                .build();
        NotificationText text = english.of(notification(alert));

        assertThat(text.lead()).isEqualTo("Reopened by Ana; on since 2026-01-02 03:03:35 UTC.");
        assertThat(lines(text.alerts().get(0).facts())).contains("Acknowledged by: Bia, 2026-01-02 03:04:05 UTC");
    }

    @Test
    void of_severalAlerts_hasTheWorstFirstAndCounts() {
        Alert over = Samples.alert(Transition.RESOLVED, AlertState.INACTIVE);
        Alert low = Alert.newBuilder(active())
                .setSeverity(Severity.LOW)
                .setTitle("Low")
                .build();
        Alert high = Alert.newBuilder(active())
                .setSeverity(Severity.HIGH)
                .setTitle("High")
                .build();
        NotificationText text = portuguese.of(Notification.newBuilder(notification(over, low, high))
                .setReasons(List.of("alert resolved", "alert became active", "alert was reopened"))
                .build());

        assertThat(text.headline()).isEqualTo("⚠️ High (+2)");
        assertThat(text.lead()).isEqualTo("2 alertas ativos, 1 encerrado.");
        assertThat(text.alerts())
                .extracting(AlertSection::headline)
                .containsExactly("⚠️ High", "📊 Low", "✅ Muitos erros no pagamento");
        assertThat(text.alerts())
                .extracting(AlertSection::reason)
                .containsExactly("o alerta foi reaberto", "o alerta ficou ativo", "o alerta foi resolvido");
        assertThat(lines(text.facts())).contains("Grupo: alertname=checkout-errors, service=shop");
    }

    @Test
    void of_storm_saysHowManyOfEachRule() {
        List<String> groups = List.of("service=a", "service=b");
        Notification notification = Notification.newBuilder(notification())
                .setKind(NotificationKind.SUMMARY)
                .setSummary(List.of(
                        new SummaryLine("errors", "Muitos erros", Severity.CRITICAL, 1_200L, 1L, groups),
                        new SummaryLine("slow", "Slow", Severity.MEDIUM, 1L, 0L, List.of())))
                .build();

        assertThat(english.of(notification).headline()).isEqualTo("🔥 Storm: 1,202 alerts of 2 rules");
        assertThat(english.of(notification).lines())
                .containsExactly("🔥 Muitos erros: 1,200 on, 1 over — service=a; service=b", "⚠️ Slow: 1 on, 0 over");
        assertThat(portuguese.of(notification).headline()).isEqualTo("🔥 Tempestade: 1.202 alertas de 2 regras");
        assertThat(portuguese.of(notification).lines())
                .containsExactly(
                        "🔥 Muitos erros: 1.200 ativos, 1 encerrado — service=a; service=b",
                        "⚠️ Slow: 1 ativo, 0 encerrados");
    }

    @Test
    void of_digest_saysHowManyAreOnAndOver_andOfEachWhatIsNew() {
        Alert over = Samples.alert(Transition.RESOLVED, AlertState.INACTIVE);
        Notification digest = Notification.newBuilder(notification(active(), over))
                .setKind(NotificationKind.DIGEST)
                .setReason("digest of what is on, began and ended")
                .setReasons(List.of("alert is still on", "alert resolved"))
                .setEpisodes(List.of(0, 3))
                .setSince(1_767_236_647_000L)
                .build();

        NotificationText text = english.of(digest);
        assertThat(text.headline()).isEqualTo("🔥 Digest: 1 on, 1 over");
        assertThat(text.lead()).isEqualTo("1 on, 1 over; over are those that ended since 2026-01-01 03:04:07 UTC.");
        assertThat(lines(text.alerts().get(0).facts())).startsWith("News: alert is still on", "Severity: critical");
        assertThat(lines(text.alerts().get(1).facts()))
                .startsWith("News: alert resolved", "Began: 3 times since the last digest");
        assertThat(text.alerts())
                .allSatisfy(alert -> assertThat(alert.link(Link.Kind.ALERT)).isPresent());
        NotificationText brazilian = portuguese.of(digest);
        assertThat(brazilian.headline()).isEqualTo("🔥 Resumo: 1 ativo, 1 encerrado");
        assertThat(brazilian.lead())
                .isEqualTo("1 ativo, 1 encerrado; encerrados são os que terminaram desde 01/01/2026 00:04:07"
                        + " America/Sao_Paulo.");
        assertThat(lines(brazilian.alerts().get(1).facts()))
                .startsWith("Novidade: o alerta foi resolvido", "Começou: 3 vezes desde o último resumo");
    }

    @Test
    void of_digestOfMoreThanIsNamed_countsAll_andHasALineForEachRule() {
        Notification digest = Notification.newBuilder(notification(active()))
                .setKind(NotificationKind.DIGEST)
                .setReasons(List.of("alert is still on"))
                .setSummary(List.of(new SummaryLine("slow", "Slow", Severity.LOW, 20L, 4L, List.of())))
                .build();

        assertThat(english.of(digest).title()).isEqualTo("Digest: 21 on, 4 over");
        assertThat(english.of(digest).lines()).containsExactly("📊 Slow: 20 on, 4 over");
    }

    @Test
    void of_digestOfOneAlert_namesIt() {
        Notification digest = Notification.newBuilder(notification(active()))
                .setKind(NotificationKind.DIGEST)
                .build();

        assertThat(english.of(digest).title()).isEqualTo("Digest: Muitos erros no pagamento");
    }

    @Test
    void of_heartbeat_saysWhatItMeansWhenNoneComes() {
        Notification notification = Notification.newBuilder(notification())
                .setKind(NotificationKind.HEARTBEAT)
                .build();

        assertThat(english.of(notification).headline()).isEqualTo("💓 Vigia is alive");
        assertThat(english.of(notification).lead()).startsWith("Heartbeat of 2026-01-02 03:04:07 UTC. ");
    }

    @Test
    void of_drill_isMarked() {
        Alert alert =
                Alert.newBuilder(active()).setLabels(Map.of("drill", "d-1")).build();

        assertThat(english.of(notification(alert)).headline()).isEqualTo("🔥 [DRILL] Muitos erros no pagamento");
        assertThat(portuguese.of(notification(alert)).headline()).isEqualTo("🔥 [SIMULADO] Muitos erros no pagamento");
    }

    @Test
    void of_fallback_saysInWhosePlace() {
        Notification notification = Notification.newBuilder(notification(active()))
                .setFallbackFor("slack")
                .build();

        assertThat(lines(english.of(notification).facts())).contains("In place of: slack, which cannot be reached");
    }

    @Test
    void of_reasonWithoutWords_staysAsItIs() {
        Notification notification = Notification.newBuilder(notification(active()))
                .setReason("some new reason")
                .build();

        assertThat(portuguese.of(notification).alerts().get(0).reason()).isEqualTo("some new reason");
    }

    @Test
    void of_alertFromOutside_hasNoValueAndItsSendersLinkOnlyIfItIsOne() {
        Alert.Builder outside = Alert.newBuilder(active()).setRuleVersion(-1).setCondition("posted");
        Alert prometheus =
                outside.setGeneratorUrl("https://prometheus.example/graph").build();
        Alert evil = outside.setGeneratorUrl("javascript:alert(1)")
                .setRunbookUrl("docs/runbooks.md#x")
                .build();

        AlertSection section = english.of(notification(prometheus)).alerts().get(0);
        assertThat(section.fact(Fact.Kind.VALUE)).isEmpty();
        assertThat(section.link(Link.Kind.SOURCE).orElseThrow().url()).isEqualTo("https://prometheus.example/graph");
        AlertSection second = english.of(notification(evil)).alerts().get(0);
        assertThat(second.links())
                .extracting(Link::kind)
                .containsExactly(Link.Kind.ALERT, Link.Kind.RECORDS, Link.Kind.SILENCE);
        assertThat(lines(second.facts())).contains("Runbook: docs/runbooks.md#x");
    }

    private static Alert active() {
        return Alert.newBuilder(Samples.alert(Transition.ACTIVE, AlertState.ACTIVE))
                .setParts(List.of())
                .setSummary("shop: error rate 6.1 % over 1m (bound 5 %), 4211 records")
                .build();
    }

    @Test
    void of_callOfABrazilian_isInTheirWords_whateverTheReceivers() {
        Notification call = Notification.newBuilder(notification(active()))
                .setPerson("ana")
                .setLanguage("pt-BR")
                .setZone("America/Sao_Paulo")
                .build();

        NotificationText text = english.of(call);
        assertThat(text.lead()).isEqualTo(portuguese.of(notification(active())).lead());
        assertThat(text.words().reader()).isEqualTo(portuguese.reader());
        Notification abroad =
                Notification.newBuilder(call).setZone("Europe/Lisbon").build();
        assertThat(portuguese.of(abroad).lead()).contains("02/01/2026 03:03:35 Europe/Lisbon");
    }

    @Test
    void of_callInALanguageOrZoneThatIsNotKnownHere_isInTheReceivers() {
        Notification call = Notification.newBuilder(notification(active()))
                .setPerson("ana")
                .setLanguage("tlh")
                .setZone("Atlantis")
                .build();

        assertThat(portuguese.of(call).lead())
                .isEqualTo(portuguese.of(notification(active())).lead());
    }

    private static Notification notification(Alert... alerts) {
        return Samples.notification("n", "r", "email", alerts);
    }

    private static List<String> lines(List<Fact> facts) {
        return facts.stream().map(fact -> fact.name() + ": " + fact.value()).toList();
    }
}
