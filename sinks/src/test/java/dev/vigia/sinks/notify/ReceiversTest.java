package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiversTest {

    @Test
    void of_oneOfEach_areFoundByName() {
        Receivers receivers = Receivers.of(config(Map.of(
                "receivers.ops.channel", "slack",
                "receivers.ops.url", "https://hooks.slack.com/services/x",
                "receivers.hook.channel", "webhook",
                "receivers.hook.url", "http://localhost:1/",
                "receivers.mail.channel", "email",
                "receivers.mail.smtp.host", "mail",
                "receivers.mail.from", "a@b",
                "receivers.mail.to", "c@d, e@f")));

        assertThat(receivers.names()).containsExactly("hook", "mail", "ops");
        assertThat(receivers.find("ops").orElseThrow().kind()).isEqualTo("slack");
        assertThat(receivers.find("nobody")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "receivers.x.channel, pager, receivers.x.channel",
        "receivers.x.url, ftp://secret, receivers.x.url",
        "receivers.x.ulr, http://a, receivers.x.ulr",
        "receivers.x.to, a@b, receivers.x.to",
        "receivers.x, slack, receivers.x",
    })
    void of_wrongSetting_isNamedWithoutItsSecret(String key, String value, String named) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "receivers.x.channel", "slack",
                "receivers.x.url", "http://hooks/secret"));
        settings.put(key, value);

        assertThat(wrong(settings)).contains(named + ": ").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "webhook | language | fr | 'fr' is none of en, pt-BR",
                "webhook | zone | Mars/Base | 'Mars/Base' is no time zone",
                "webhook | format | xml | 'xml' is none of alertmanager, cloudevents, vigia",
                "webhook | secret | secret-words-of-mine | has to be whsec_ and base64",
                "webhook | headers.Host | secret-host | cannot be a header of a request",
                "webhook | headers.X-A | a\u0001secret-b | cannot be a header of a request",
                "webhook | max_alerts | -1 | '-1' is not a number from 0 to 100000",
                "pagerduty | routing_key | secret-key | has to be of 32 characters",
                "http | body | {\"a\": {{#alerts}} | not a Mustache template",
                "http | body | {\"a\": \"{{nobody}}\"} | nobody",
                "http | body | {\"a\": \"{{text}}} | does not give JSON: line 1",
                "http | body | {\"a\": {{text}}} | does not give JSON: line 1",
                "http | segments | 99 | is not a number from 0 to 10",
                "http | method | get | 'get' is none of post, put",
                "http | keyed | maybe | 'maybe' is none of true, false",
            })
    void of_wrongSettingOfAChannel_isNamedWithTheWayOut(String channel, String key, String value, String words) {
        Map<String, String> settings =
                new HashMap<>(Map.of("receivers.x.channel", channel, "receivers.x.url", "http://hooks/secret"));
        if (channel.equals("http")) settings.put("receivers.x.body", "{}");
        settings.put("receivers.x." + key, value);

        assertThat(wrong(settings))
                .startsWith("receivers.x." + key + ": ")
                .contains(words)
                .doesNotContain("secret-");
    }

    @Test
    void of_formAndBody_isOneTooMany() {
        Map<String, String> settings = Map.of(
                "receivers.x.channel", "http",
                "receivers.x.url", "http://sms/",
                "receivers.x.form.To", "{{to}}",
                "receivers.x.body", "{}");

        assertThat(wrong(settings)).startsWith("receivers.x.body: there is form.…");
    }

    @Test
    void of_wrongTemplateOfAField_namesTheField() {
        Map<String, String> settings = Map.of(
                "receivers.x.channel", "http",
                "receivers.x.url", "http://sms/",
                "receivers.x.form.From", "+15005550006",
                "receivers.x.form.Body", "{{txt}}");

        assertThat(wrong(settings))
                .startsWith("receivers.x.form.Body: ")
                .contains("txt")
                .contains("; there is [")
                .contains("text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "to | ops | 'ops' is no list of e-mail addresses",
                "to | ops@example.com ana@example.com | is no list of e-mail addresses",
                "to | , | is no list of e-mail addresses",
                "from | vigia | is no list of e-mail addresses",
                "from | a@example.com, b@example.com | has to be one address",
                "smtp.port | 0 | is not a number from 1 to 65535",
                "smtp.encryption | ssl | 'ssl' is none of none, starttls, tls",
            })
    void of_wrongSettingOfEmail_isNamedWithTheWayOut(String key, String value, String words) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "receivers.x.channel", "email",
                "receivers.x.smtp.host", "mail",
                "receivers.x.from", "Vigia <vigia@localhost>",
                "receivers.x.to", "\"Ops, night\" <ops@example.com>, ana@example.com"));
        assertThat(Receivers.of(config(settings)).wrong()).isEmpty();
        settings.put("receivers.x." + key, value);

        assertThat(wrong(settings)).startsWith("receivers.x." + key + ": ").contains(words);
    }

    @Test
    void of_oneThatIsWrong_leavesTheOthers() {
        Receivers receivers = Receivers.of(config(Map.of(
                "receivers.hook.channel", "webhook",
                "receivers.hook.url", "http://localhost:1/",
                "receivers.ops.channel", "slack",
                "receivers.ops.url", "localhost:1",
                "receivers.sms.channel", "http",
                "receivers.sms.url", "http://localhost:1/")));

        assertThat(receivers.names()).containsExactly("hook");
        assertThat(receivers.find("ops")).isEmpty();
        assertThat(receivers.wrong("ops"))
                .hasValueSatisfying(e -> assertThat(e).hasMessage("receivers.ops.url: not an http or https URL"));
        assertThat(receivers.wrong("hook")).isEmpty();
        assertThat(receivers.wrong())
                .extracting(WrongSettingException::key)
                .containsExactly("receivers.ops.url", "receivers.sms.body");
    }

    /** What is said of the only one. */
    private static String wrong(Map<String, String> settings) {
        Receivers receivers = Receivers.of(config(settings));
        assertThat(receivers.wrong()).hasSize(1);
        return String.valueOf(receivers.wrong().get(0).getMessage());
    }

    private static NotifySinkConfig config(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("bootstrap.servers", "localhost:9092");
        all.put("schema.registry.url", "http://localhost:8081");
        return new NotifySinkConfig(all);
    }
}
