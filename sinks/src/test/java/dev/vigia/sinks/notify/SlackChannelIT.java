package dev.vigia.sinks.notify;

class SlackChannelIT extends HttpChannelContract {

    @Override
    String kind() {
        return "slack";
    }

    @Override
    HttpPeer.Service service() {
        return new SlackWebhookService();
    }
}
