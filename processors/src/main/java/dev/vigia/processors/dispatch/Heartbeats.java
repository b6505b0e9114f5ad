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
import dev.vigia.schemas.avro.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says again and again that Vigia lives. None is tried twice, for the next one comes anyway. A gap in the ticks is a gap here, and so it is
 * while some partition of {@code signals} has not been judged for five minutes, which is what the watchdog is to notice.
 */
final class Heartbeats {

    private static final int LAYOUT = 1;
    private static final char BEAT = 'b';
    private static final char PROGRESS = 'a';

    /** How far what is judged may be behind: milliseconds. */
    private static final long PATIENCE = 300_000;

    private final Routing routing;
    private final OrderedStore store;

    Heartbeats(Routing routing, OrderedStore store) {
        this.routing = routing;
        this.store = store;
    }

    /** Takes in how far a partition of {@code signals} has been judged. */
    void hear(Progress progress) {
        byte[] key =
                Key.of(PROGRESS).text(Integer.toString(progress.getPartition())).bytes();
        store.put(key, new Encoder(LAYOUT).number(progress.getDataTime()).toBytes());
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
            Optional<Receiver> receiver = routing.receiver(heartbeat.receiver());
            if (receiver.isEmpty()) continue;
            long beginning = slot * heartbeat.interval().toMillis();
            decisions.add(
                    standsStill(now)
                            ? new Decision.Leave(List.of(), heartbeat.receiver(), Reason.STANDS_STILL, "")
                            : beat(receiver.get(), beginning, now));
        }
        return decisions;
    }

    /** Whether some partition that has been heard of is far behind. Of one that never was nobody can tell. */
    private boolean standsStill(long now) {
        Key all = Key.of(PROGRESS);
        List<Long> judged = new ArrayList<>();
        store.scan(all.bytes(), all.end(), (key, value) -> judged.add(new Decoder(value, LAYOUT).number()));
        return judged.stream().anyMatch(dataTime -> dataTime < now - PATIENCE);
    }

    private static Decision beat(Receiver receiver, long beginning, long now) {
        String id = Ids.of("heartbeat", receiver.name(), Long.toString(beginning));
        Notification notification = Draft.begun(receiver, id, Reason.HEARTBEAT, now)
                .setKind(NotificationKind.HEARTBEAT)
                .build();
        return Decision.Tell.ofNone(notification, Reason.HEARTBEAT);
    }
}
