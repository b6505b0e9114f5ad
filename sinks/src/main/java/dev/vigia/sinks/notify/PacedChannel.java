package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import java.util.function.Function;

/** A channel whose other side takes so many messages in a time, each of them a message of its own. */
record PacedChannel(Channel channel, Pace pace) implements Channel {

    @Override
    public Outcome send(Notification notification) {
        return whenItMay(notification, channel::send);
    }

    @Override
    public Outcome sendAgain(Notification notification) {
        return whenItMay(notification, channel::sendAgain);
    }

    private Outcome whenItMay(Notification notification, Function<Notification, Outcome> send) {
        try {
            pace.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Pace.interrupted();
        }
        return send.apply(notification);
    }

    @Override
    public boolean covers(Notification newer, Notification older) {
        return channel.covers(newer, older);
    }

    @Override
    public boolean keyed() {
        return channel.keyed();
    }
}
