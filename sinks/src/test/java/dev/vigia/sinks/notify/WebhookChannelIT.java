package dev.vigia.sinks.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigia.sinks.notify.HttpPeer.Answer;
import dev.vigia.sinks.notify.HttpPeer.Received;
import java.util.Optional;

/** Alertmanager's body: the default. */
class WebhookChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "webhook";
    }

    @Override
    HttpPeer.Service service() {
        return new HttpPeer.Service() {
            @Override
            public Answer take(Received request) {
                JsonNode message = Strict.json(request, "not JSON");
                Strict.onlyText(message);
                return new Answer(200, "");
            }

            @Override
            public Optional<String> key(Received request) {
                return request.header("Idempotency-Key");
            }
        };
    }
}
