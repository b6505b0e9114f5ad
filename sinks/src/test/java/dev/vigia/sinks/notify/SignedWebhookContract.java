package dev.vigia.sinks.notify;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A webhook with all its settings, at a receiver that verifies. */
abstract class SignedWebhookContract extends HttpChannelContract {

    abstract String format();

    /** @throws IllegalArgumentException where a reader of the format stumbles */
    abstract void read(HttpPeer.Received request);

    @Override
    String kind() {
        return "webhook";
    }

    @Override
    Map<String, String> settings(int port) {
        Map<String, String> settings = new HashMap<>(super.settings(port));
        settings.put("format", format());
        settings.put("secret", SignedWebhookService.SECRET + " whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        settings.put("bearer", "t0kenOfTheHook");
        settings.put("headers.X-Team", "payments-team");
        return settings;
    }

    @Override
    Set<String> secrets(int port) {
        return Set.of("s3cretInThePath", "t0kenOfTheHook", "payments-team", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    @Override
    HttpPeer.Service service() {
        return new SignedWebhookService(this::read);
    }
}
