package dev.vigia.sinks.notify;

import java.util.Map;
import java.util.Set;

/** The example of the documentation: short messages by Twilio. */
class TwilioChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "http";
    }

    @Override
    Map<String, String> settings(int port) {
        return Map.of(
                "url", "http://127.0.0.1:" + port + "/2010-04-01/Accounts/" + TwilioService.ACCOUNT + "/Messages.json",
                "username", TwilioService.ACCOUNT,
                "password", TwilioService.TOKEN,
                "to", "+5511999999999",
                "form.To", "{{to}}",
                "form.From", "+15005550006",
                "form.Body", "{{sign}} {{text}}",
                "segments", "2");
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of(TwilioService.TOKEN);
    }

    @Override
    HttpPeer.Service service() {
        return new TwilioService();
    }
}
