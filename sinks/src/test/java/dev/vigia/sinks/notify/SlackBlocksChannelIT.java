package dev.vigia.sinks.notify;

import java.util.HashMap;
import java.util.Map;

/** An incoming webhook with Block Kit. */
class SlackBlocksChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "slack";
    }

    @Override
    HttpPeer.Service service() {
        return new SlackWebhookService();
    }

    @Override
    Map<String, String> settings(int port) {
        Map<String, String> settings = new HashMap<>(super.settings(port));
        settings.put("format", "blocks");
        return settings;
    }
}
