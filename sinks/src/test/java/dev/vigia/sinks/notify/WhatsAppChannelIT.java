package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatsAppChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "whatsapp";
    }

    @Override
    HttpPeer.Service service() {
        return new WhatsAppService();
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "api.url",
                "http://127.0.0.1:" + port,
                "to",
                WhatsAppService.TO,
                "token",
                WhatsAppService.TOKEN,
                "phone.number.id",
                WhatsAppService.PHONE,
                "language",
                "pt-BR",
                "message.interval.ms",
                "0");
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(WhatsAppService.TOKEN);
    }

    @Test
    void send_taken_hasTheMessagesIdForReplies() throws Exception {
        Outcome outcome = sent(new HttpPeer(service()), LONG);

        assertThat(outcome).isEqualTo(new Outcome.Delivered("wamid.HBgNNTUx", Optional.of("wamid.HBgNNTUx")));
    }

    /** Meta has approved the template in this language. */
    @Test
    void send_toABrazilian_saysTheNumbersInPortuguese() throws Exception {
        try (HttpPeer peer = new HttpPeer(service())) {
            channel(kind(), settings(peer.port()), LONG).send(firing());

            assertThat(peer.lastMessage())
                    .contains("shop: errors: taxa de erros 6,1 % em 1 min (limite 5 %), 4.211 registros")
                    .doesNotContain("error rate");
        }
    }

    /** Codes say more than the status, which is 400 for much of it. */
    @ParameterizedTest
    @CsvSource({
        "400, 130429, true", "400, 131056, true", "400, 131048, true", "400, 80007, true", "500, 131000, true",
        "503, 131016, true", "500, 2, true", "400, 131026, false", "400, 132001, false", "400, 132018, false",
        "401, 190, false", "403, 10, false", "400, 131047, false", "400, 368, false"
    })
    void send_error_mayBeTriedAgainByItsCode(int status, int code, boolean temporary) throws Exception {
        String body = "{\"error\":{\"message\":\"(#" + code + ") No\",\"code\":" + code
                + ",\"error_data\":{\"details\":\"for\\na reason\"}}}";

        Outcome outcome = sent(new HttpPeer().answer(status, body), LONG);

        assertThat(outcome).isInstanceOf(temporary ? Outcome.Retryable.class : Outcome.Failed.class);
        assertThat(outcome.detail())
                .isEqualTo("HTTP " + status + ", error " + code + ": (#" + code + ") No for a reason");
    }

    /** Meta says no time. */
    @ParameterizedTest
    @CsvSource({"131056, 6", "130429,"})
    void send_tooManyToOneNumber_isTriedAgainOnceOneMayBeSent(int code, Long seconds) throws Exception {
        Outcome outcome = sent(new HttpPeer().answer(400, "{\"error\":{\"code\":" + code + "}}"), LONG);

        assertThat(((Outcome.Retryable) outcome).retryAfter())
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    @Test
    void send_templateInAnotherLanguage_isSaidByMeta() throws Exception {
        try (HttpPeer peer = new HttpPeer(service())) {
            Map<String, String> settings = new HashMap<>(settings(peer.port()));
            settings.put("template.language", "en");

            Outcome outcome = channel(kind(), settings, LONG).send(firing());

            assertThat(outcome).isInstanceOf(Outcome.Failed.class);
            assertThat(outcome.detail()).contains("132001", "language");
        }
    }
}
