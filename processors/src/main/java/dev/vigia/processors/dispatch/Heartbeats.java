package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.Heartbeat;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Says again and again that Vigia lives. None is tried twice, for the next one comes anyway; a gap in the ticks is a gap here, which is
 * what the watchdog is to notice.
 */
final class Heartbeats {

    private static final int LAYOUT = 1;
    private static final char BEAT = 'b';

    private final Routing routing;
    private final OrderedStore store;

    Heartbeats(Routing routing, OrderedStore store) {
        this.routing = routing;
        this.store = store;
    }

    List<Decision> due(long now) {
        List<Decision> decisions = new ArrayList<>();
        for (Heartbeat heartbeat : routing.heartbeats()) {
            long slot = now / heartbeat.interval().toMillis();
            byte[] key = Key.of(BEAT).text(heartbeat.receiver()).bytes();
            boolean beaten = store.get(key)
                    .map(value -> new Decoder(value, LAYOUT).number() == slot)
                    .orElse(false);
            if (beaten) continue;
            store.put(key, new Encoder(LAYOUT).number(slot).toBytes());
            routing.receiver(heartbeat.receiver())
                    .ifPresent(receiver -> decisions.add(
                            beat(receiver, slot * heartbeat.interval().toMillis(), now)));
        }
        return decisions;
    }

    private static Decision beat(Receiver receiver, long beginning, long now) {
        String id = Ids.of("heartbeat", receiver.name(), Long.toString(beginning));
        Notification notification = Draft.begun(receiver, id, Reason.HEARTBEAT, now)
                .setKind(NotificationKind.HEARTBEAT)
                .build();
        return Decision.Tell.ofNone(notification, Reason.HEARTBEAT);
    }
}
