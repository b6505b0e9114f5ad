package dev.vigia.sinks.notify;

import java.util.HashMap;
import java.util.Map;

class SlackChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "slack";
    }

    @Override
    Map<String, String> settings(int port) {
        Map<String, String> settings = new HashMap<>(super.settings(port));
        settings.put("message.interval.ms", "0");
        return settings;
    }

    @Override
    HttpPeer.Service service() {
        return new SlackWebhookService();
    }
}
