package dev.vigia.sinks.notify;

import java.util.HashMap;
import java.util.Map;

/** An incoming webhook with Block Kit. */
class SlackBlocksChannelIT extends SlackChannelIT {

    @Override
    Map<String, String> settings(int port) {
        Map<String, String> settings = new HashMap<>(super.settings(port));
        settings.put("format", "blocks");
        return settings;
    }
}
