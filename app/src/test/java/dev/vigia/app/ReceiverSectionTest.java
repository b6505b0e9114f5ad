package dev.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.runtime.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The receivers of the shipped {@code vigia.yaml}, all with an address: each is made, and what is wrong with one is said with its line. */
class ReceiverSectionTest {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)");

    /** What fits the variables; those that are not here are by the end of their name, {@code _URL} or {@code _EMAIL}. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("SLACK_FORMAT", "blocks"),
            Map.entry("SLACK_CHANNEL", "C0123456789"),
            Map.entry("SLACK_BOT_TOKEN", "xoxb-hidden"),
            Map.entry("TELEGRAM_CHAT", "-1001234567890"),
            Map.entry("TELEGRAM_BOT_TOKEN", "123456:hidden"),
            Map.entry("WHATSAPP_TO", "5511999999999"),
            Map.entry("WHATSAPP_PHONE_NUMBER_ID", "123456789"),
            Map.entry("WHATSAPP_TOKEN", "hidden"),
            Map.entry("WHATSAPP_LANGUAGE", "en"),
            Map.entry("VIGIA_WEBHOOK_FORMAT", "cloudevents"),
            Map.entry("VIGIA_WEBHOOK_SECRET", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
            Map.entry("VIGIA_WEBHOOK_TOKEN", "hidden"),
            Map.entry("PAGERDUTY_ROUTING_KEY", "0123456789abcdef0123456789abcdef"),
            Map.entry("PAGERDUTY_CHANGES_ROUTING_KEY", "0123456789abcdef0123456789abcdef"),
            Map.entry("SMS_USERNAME", "AC0123"),
            Map.entry("SMS_PASSWORD", "hidden"),
            Map.entry("SMS_TO", "+5511999999999"),
            Map.entry("SMS_FROM", "+15005550006"),
            Map.entry("VIGIA_EMAIL_FROM", "Vigia <vigia@example.com>"),
            Map.entry("SMTP_HOST", "mail.example.com"),
            Map.entry("SMTP_PORT", "587"),
            Map.entry("SMTP_ENCRYPTION", "starttls"),
            Map.entry("SMTP_USERNAME", "vigia"),
            Map.entry("SMTP_PASSWORD", "hidden"));

    @TempDir
    Path folder;

    private String text = "";

    @BeforeEach
    void readShipped() throws IOException {
        text = Files.readString(Installation.original("vigia.yaml"));
    }

    @Test
    void problems_everyReceiverWithAllItsVariables_isMade() throws Exception {
        Settings settings = load(environment());

        assertThat(settings.notifications().receivers()).hasSizeGreaterThan(10);
        assertThat(settings.notifications().reachable().keySet())
                .isEqualTo(settings.notifications().receivers().keySet());
        assertThat(settings.notifications().reachable())
                .as("every setting has a value")
                .isEqualTo(settings.notifications().receivers());
        assertThat(new ReceiverSection(settings).problems()).isEmpty();
        assertThat(new ReceiverSection(settings)
                        .toldNothing(RoutesFile.read(Installation.original("routes.yaml"))
                                .routing()
                                .receiverNames()))
                .isEmpty();
    }

    @Test
    void problems_withoutAnyAddress_areNone() throws Exception {
        Settings settings = load(Map.of());

        assertThat(settings.notifications().reachable()).isEmpty();
        assertThat(new ReceiverSection(settings).problems()).isEmpty();
    }

    /** The second column stands in place of the first, and the rest of its line is a comment. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "  slack: { channel: slack, |   slack: { channel: slak, } | slack.channel | 'slak' is none of [email, http",
                "  slack: { channel: slack, |   slack: { channel: slack, url: hooks.example } | slack.url | not an http or https URL",
                "  slack: { channel: slack, |   slack: { channel: slack, url: [] } | slack.url | has to be a single value",
                "  to: \"${SLACK_CHANNEL:}\" |   to: '#ops' | slack_app.to | is no channel's id",
                "  telegram: { channel: telegram, |   telegram: { channel: telegram, to: ops, token: 1:a } | telegram.to | is no chat's id",
                "  phone.number.id: |   phone.number.ids: 1 | whatsapp.phone.number.ids | there is no such setting of whatsapp",
                "  to: \"${WHATSAPP_TO:}\" |   to: +55 11 | whatsapp.to | is no number in international form",
                "  secret: \"${VIGIA_WEBHOOK_SECRET:}\" |   secret: hush | webhook.secret | has to be of 24 to 64 bytes",
                "  routing_key: |   routing_key: short | pagerduty.routing_key | has to be of 32 characters",
                "  teams: { channel: teams, |   teams: { channel: teams, ulr: http://x/ } | teams.ulr | there is no such setting of teams",
                "  form.Body: |   form.Body: '{{#alerts}}' | sms.form.Body | not a Mustache template",
                "  form.Body: |   form.Body: '{{txt}}' | sms.form.Body | No method or field with name 'txt'",
                "  form.Body: |   form.Body: { text: x } | sms.form.Body | has to be a single value",
                "  segments: |   segments: many | sms.segments | 'many' is not a number from 0 to 10",
                "  to: \"${ALERT_EMAIL:}\" |   to: ops | email.to | 'ops' is no list of e-mail addresses",
                "  to: \"${REVIEW_EMAIL:}\" |   to: [a@b.c] | review.to | has to be a single value",
                "  teams: { channel: teams, |   teams: [] | teams | has to be fields with values",
            })
    void problems_ofOneReceiver_nameFileLineSettingAndTheWayOut(String what, String by, String key, String words)
            throws Exception {
        assertThat(text).contains(what.strip());
        int at = text.indexOf(what.strip());
        int line = (int) text.substring(0, at).lines().count();
        text = text.substring(0, at) + by.strip() + " # " + text.substring(at);

        assertThat(said(environment()))
                .singleElement()
                .asString()
                .startsWith(folder.resolve("vigia.yaml") + " line " + line + ", notifications.receivers." + key + ": ")
                .contains(words)
                .doesNotContain("hidden", "hush")
                .hasLineCount(1);
    }

    @Test
    void problems_ofWhatAllReceiversHave_nameTheirLine() throws Exception {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("VIGIA_ZONE", "Sao_Paulo");
        int line = (int)
                text.substring(0, text.indexOf("zone: \"${VIGIA_ZONE")).lines().count();

        assertThat(said(environment))
                .containsExactly(folder.resolve("vigia.yaml") + " line " + line
                        + ", notifications.zone: 'Sao_Paulo' is no time zone; write for instance America/Sao_Paulo");
    }

    /** Of a setting that is missing, the line of its receiver. */
    @Test
    void problems_ofSeveralReceivers_areAllSaid() throws Exception {
        assertThat(said(Map.of(
                        "SLACK_CHANNEL", "C0123456789", "TELEGRAM_CHAT", "@ops_team", "WHATSAPP_TO", "5511999999999")))
                .hasSize(3)
                .allMatch(
                        problem -> problem.matches(".*vigia.yaml line \\d+, notifications.receivers.*: has to be set"));
    }

    /** Before anything is asked of Kafka: none is there. */
    @Test
    void setup_receiverIsWrong_isRefusedWithItsLine() throws Exception {
        text = text.replaceFirst("segments: .*", "segments: many");
        text = text.replace("${SMS_URL:}", "http://127.0.0.1:1/").replace("${SMS_USERNAME:}", "");
        int line =
                (int) text.substring(0, text.indexOf("segments: many")).lines().count();
        Path file = Files.writeString(folder.resolve("vigia.yaml"), text);
        StringWriter err = new StringWriter();
        System.setProperty("vigia.config", folder.toString());
        try {
            int code = Vigia.commandLine().setErr(new PrintWriter(err, true)).execute("setup");
            assertThat(code).isEqualTo(1);
        } finally {
            System.clearProperty("vigia.config");
        }
        assertThat(err.toString())
                .startsWith(
                        "vigia: " + file + " line " + line + ", notifications.receivers.sms.segments: 'many' is not a")
                .hasLineCount(1);
    }

    private List<String> said(Map<String, String> environment) throws IOException {
        try {
            return new ReceiverSection(load(environment)).problems();
        } catch (UserException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private Settings load(Map<String, String> environment) throws IOException {
        Files.writeString(folder.resolve("vigia.yaml"), text);
        return Settings.load(folder, environment);
    }

    /** All variables of receivers, each with a value. */
    private Map<String, String> environment() throws IOException {
        String shipped = Files.readString(Installation.original("vigia.yaml"));
        Map<String, String> environment = new HashMap<>();
        Matcher matcher = VARIABLE.matcher(shipped.substring(shipped.indexOf("  receivers:")));
        while (matcher.find()) environment.put(matcher.group(1), value(matcher.group(1)));
        return environment;
    }

    private static String value(String variable) {
        String value = VALUES.get(variable);
        if (value != null) return value;
        if (variable.endsWith("_EMAIL")) return "ops@example.com, dba@example.com";
        assertThat(variable).as("a variable that this test knows").endsWith("_URL");
        return "https://example.com/hidden";
    }
}
