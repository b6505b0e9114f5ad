package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Short messages by Twilio, as {@code config/vigia.yaml} has them. */
class TwilioChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "http";
    }

    @Override
    Map<String, String> settings(int port) {
        Map<String, String> settings = ShippedReceivers.with(Map.of(
                        "SMS_URL",
                        "http://127.0.0.1:" + port + "/2010-04-01/Accounts/" + TwilioService.ACCOUNT + "/Messages.json",
                        "SMS_USERNAME",
                        TwilioService.ACCOUNT,
                        "SMS_PASSWORD",
                        TwilioService.TOKEN,
                        "SMS_TO",
                        "+5511999999999",
                        "SMS_FROM",
                        "+15005550006"))
                .of("sms");
        settings.remove("channel");
        return settings;
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(TwilioService.TOKEN);
    }

    @Override
    HttpPeer.Service service() {
        return new TwilioService();
    }

    @Test
    void send_toABrazilian_saysTheNumbersInPortuguese() throws Exception {
        try (HttpPeer peer = new HttpPeer(service())) {
            Map<String, String> settings = settings(peer.port());
            settings.put("language", "pt-BR");

            channel(kind(), settings, LONG).send(firing());

            assertThat(peer.lastMessage())
                    .startsWith("[crítica] " + TITLE + ": shop: errors: taxa de erros 6,1 % em 1 min (limite 5 %)");
        }
    }

    @Test
    void send_anAlert_hasTheLinkToIt() throws Exception {
        try (HttpPeer peer = new HttpPeer(service())) {
            channel(kind(), settings(peer.port()), LONG).send(firing());

            assertThat(peer.lastMessage())
                    .startsWith("[critical] " + TITLE)
                    .endsWith(" http://vigia.example/#alert=0123456789abcdef");
        }
    }
}
