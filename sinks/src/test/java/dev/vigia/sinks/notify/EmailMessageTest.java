package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.Language;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.sinks.Samples;
import dev.vigia.sinks.notify.EmailSettings.Encryption;
import dev.vigia.sinks.notify.text.Links;
import dev.vigia.sinks.notify.text.Reader;
import dev.vigia.sinks.notify.text.Texts;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class EmailMessageTest {

    /** Gmail cuts what is longer. */
    private static final int GMAIL_CUTS = 102_000;

    private static final EmailSettings SETTINGS = new EmailSettings(
            "localhost", 25, Encryption.NONE, "", "", "Vigia <vigia@ops.example.org>", List.of("a@example.org"));
    private static final Links LINKS = new Links("http://vigia.example", Optional.of("http://kibana.example"));
    private static final Texts ENGLISH = new Texts(Reader.DEFAULT, LINKS);
    private static final Texts PORTUGUESE =
            new Texts(new Reader(Language.PT_BR, ZoneId.of("America/Sao_Paulo")), LINKS);

    @Test
    void headers_nameListLanguageAndThatAMachineWroteIt() throws Exception {
        EmailMessage message = message(PORTUGUESE, notification(active()));

        assertThat(message.getHeader("List-Id")).containsExactly("Vigia <on_call.vigia.ops.example.org>");
        assertThat(message.getHeader("Content-Language")).containsExactly("pt-BR");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getMessageID()).isEqualTo("<n_1@vigia>");
    }

    @Test
    void thread_ofAGroupWithRoomForOneAlert_isTheEpisodes() throws Exception {
        Map<String, String> group = Map.of("alertname", "checkout-errors", "service", "shop", "team", "payments");

        assertThat(thread(grouped(group, "{}:{alertname=\"checkout-errors\"}", active())))
                .isEqualTo("<episode-fedcba9876543210@vigia>");
    }

    @Test
    void thread_ofAGroup_staysTheSameWhoeverIsInIt() throws Exception {
        Alert other = Alert.newBuilder(active()).setEpisodeId("other").build();
        Map<String, String> group = Map.of("service", "shop");
        String thread = thread(grouped(group, "{}:{service=\"shop\"}", active(), other));

        assertThat(thread).startsWith("<group-").endsWith("@vigia>");
        assertThat(thread(grouped(group, "{}:{service=\"shop\"}", other))).isEqualTo(thread);
        assertThat(thread(grouped(group, "{}:{service=\"mail\"}", other))).isNotEqualTo(thread);
    }

    @Test
    void digest_standsAlone_andLinksEachAlert() throws Exception {
        Alert other = Alert.newBuilder(active()).setAlertId("00000000000000bb").build();
        Notification digest = Notification.newBuilder(grouped(Map.of(), "", active(), other))
                .setKind(NotificationKind.DIGEST)
                .build();

        EmailMessage message = message(ENGLISH, digest);
        assertThat(message.getHeader("References")).isNull();
        assertThat(part(message, 1)).contains("#alert=00000000000000bb\"", "#alert=" + active().getAlertId() + "\"");
    }

    @Test
    void thread_ofAlertsFromOutside_isTheEpisodesOnlyIfTheGroupHasAllLabels() throws Exception {
        Alert outside = Alert.newBuilder(active()).setRuleVersion(-1).build();
        Map<String, String> some = Map.of("alertname", "checkout-errors", "service", "shop");
        Map<String, String> all = Map.of(
                "alertname",
                "checkout-errors",
                "service",
                "shop",
                "team",
                "payments",
                "severity",
                "critical",
                "category",
                "availability");

        assertThat(thread(grouped(some, "key", outside))).startsWith("<group-");
        assertThat(thread(grouped(all, "key", outside))).startsWith("<episode-");
    }

    @Test
    void bodies_ofOneAlert_sayWhatIsKnownAndAreEscaped() throws Exception {
        Alert odd = Alert.newBuilder(active())
                .setTitle("<script>alert(\"é\")</script>")
                .setSummary("line 1\nline 2 \u0000& more")
                .setRunbookUrl("https://runbooks.example/?a=1&b=\"x\"")
                .build();
        EmailMessage message = message(ENGLISH, notification(odd));

        assertThat(part(message, 0))
                .contains(
                        "🔥 <script>alert(\"é\")</script>\nSeverity critical since",
                        "\nline 1\nline 2 & more\n",
                        "\nerrors: holds: error_rate > 0.05 — 6.1 % (bound > 5 %)\n",
                        "\nOpen the alert: http://vigia.example/#alert=0123456789abcdef\n",
                        "\n-- \nWhy you get this: alert became active\n");
        assertThat(part(message, 1))
                .contains("&lt;script&gt;alert(&quot;é&quot;)&lt;/script&gt;", "line 2 &amp; more", "lang=\"en\"")
                .doesNotContain("<script>", "\u0000", "a=1&b");
        // It is no address, and so no link.
        assertThat(part(message, 0)).contains("Runbook: https://runbooks.example/?a=1&b=\"x\"");
    }

    @Test
    void bodies_inPortuguese_haveNoEnglishWords() throws Exception {
        EmailMessage message = message(PORTUGUESE, notification(active()));

        for (int i : new int[] {0, 1}) {
            assertThat(part(message, i))
                    .contains(
                            "Gravidade crítica desde", "Abrir o alerta", "Por que você recebe isto", "vale: error_rate")
                    .doesNotContain("Severity", "Began", "Open", "since", "holds", "critical");
        }
    }

    @Test
    void html_ofAnAlertWithRecentValues_showsAChartThatComesWithIt() throws Exception {
        EmailMessage message = message(ENGLISH, notification(Samples.withCourse(active())));
        MimeMultipart related = related(message);
        String html = (String) related.getBodyPart(0).getContent();
        MimeBodyPart picture = (MimeBodyPart) related.getBodyPart(1);

        assertThat(related.getContentType()).startsWith("multipart/related");
        assertThat(html)
                .contains(
                        "<img src=\"cid:chart-1.n_1@vigia\"",
                        "alt=\"▁▁▁▁▁▁▁▁▁▁▁▁▂▃██ 0.4 % to 7.2 %\"",
                        "5 min until 2026-01-02 03:04:05 UTC: 0.4 % to 7.2 %. Dashed: the bound, &gt; 5 %.",
                        "The vertical line is when the alert began.")
                .doesNotContain("Trend, 5 min");
        assertThat(part(message, 0)).contains("\nTrend, 5 min, errors: ▁▁▁▁▁▁▁▁▁▁▁▁▂▃██ 0.4 % to 7.2 %\n");
        assertThat(picture.getContentType()).startsWith("image/png");
        assertThat(picture.getContentID()).isEqualTo("<chart-1.n_1@vigia>");
        assertThat(picture.getDisposition()).isEqualTo("inline");
        BufferedImage image = ImageIO.read(picture.getInputStream());
        assertThat(image.getWidth()).isEqualTo(2 * CourseChart.Format.PAGE.width());
    }

    @Test
    void html_inPortuguese_saysWhatTheChartShows() throws Exception {
        EmailMessage message = message(PORTUGUESE, notification(Samples.withCourse(active())));

        assertThat((String) related(message).getBodyPart(0).getContent())
                .contains(
                        "5 min até 02/01/2026 00:04:05 America/Sao_Paulo: de 0,4 % a 7,2 %. Tracejado: o limite, &gt; 5 %.",
                        "A linha vertical marca o início do alerta.");
    }

    @Test
    void charts_ofManyAlerts_areThoseOfTheWorst() throws Exception {
        Alert[] many = IntStream.range(0, 30)
                .mapToObj(i -> Alert.newBuilder(Samples.withCourse(active()))
                        .setSeverity(i == 29 ? Severity.CRITICAL : Severity.LOW)
                        .setTitle("alert " + i)
                        .build())
                .toArray(Alert[]::new);
        MimeMultipart related = related(message(ENGLISH, notification(many)));

        assertThat(related.getCount()).isEqualTo(1 + 10);
        String html = (String) related.getBodyPart(0).getContent();
        assertThat(html.indexOf("chart-1.")).isBetween(html.lastIndexOf("alert 29"), html.lastIndexOf("alert 0<"));
        assertThat(html).contains("chart-10.").doesNotContain("chart-11.").contains("Trend, 5 min");
    }

    @Test
    void html_ofAThousandAlertsWithLongTexts_isShorterThanWhereItIsCut() throws Exception {
        Alert[] many = IntStream.range(0, 1_000)
                .mapToObj(i -> Alert.newBuilder(active())
                        .setSeverity(i == 777 ? Severity.CRITICAL : Severity.LOW)
                        .setTitle((i == 777 ? "the worst " : "") + "🔥 < & ação ".repeat(100))
                        .setSummary("🧑‍🚒 & ".repeat(2_000))
                        .build())
                .toArray(Alert[]::new);
        EmailMessage message = message(ENGLISH, notification(many));

        String html = part(message, 1);
        assertThat(html.getBytes(StandardCharsets.UTF_8).length).isLessThan(GMAIL_CUTS);
        assertThat(html)
                .contains("the worst")
                .contains("more alerts are in the console.")
                .endsWith("</html>");
        assertThat(message.getSubject()).startsWith("🔥 the worst").hasSizeLessThan(250);
    }

    private static EmailMessage message(Texts texts, Notification notification) throws Exception {
        return new EmailMessage(Session.getInstance(new Properties()), SETTINGS, texts, notification);
    }

    private static String part(EmailMessage message, int number) throws Exception {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        return (String) parts.getBodyPart(number).getContent();
    }

    /** The HTML with its pictures. */
    private static MimeMultipart related(EmailMessage message) throws Exception {
        return (MimeMultipart)
                ((MimeMultipart) message.getContent()).getBodyPart(1).getContent();
    }

    private static String thread(Notification notification) throws Exception {
        EmailMessage message = message(ENGLISH, notification);
        assertThat(message.getHeader("In-Reply-To")).isEqualTo(message.getHeader("References"));
        return message.getHeader("References", null);
    }

    private static Notification grouped(Map<String, String> labels, String key, Alert... alerts) {
        return Notification.newBuilder(notification(alerts))
                .setGroupLabels(labels)
                .setGroupKey(key)
                .build();
    }

    private static Notification notification(Alert... alerts) {
        return Samples.notification("n/1", "On Call", "email", alerts);
    }

    private static Alert active() {
        return Samples.alert(Transition.ACTIVE, AlertState.ACTIVE);
    }
}
