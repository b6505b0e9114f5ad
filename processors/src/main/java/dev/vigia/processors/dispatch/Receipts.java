package dev.vigia.processors.dispatch;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.util.List;
import java.util.Optional;

/**
 * What a receiver calls the last message about an episode, so that the next one can change it or refer to it. Kept for thirty days
 * after that message; an index has them by when they are forgotten.
 */
final class Receipts {

    /** A receiver that is told of an older episode looks for its message itself, or has a new one: milliseconds. */
    private static final long KEPT = 2_592_000_000L;

    private static final int LAYOUT = 1;
    private static final char RECEIPT = 'v';
    private static final char FORGET = 'w';

    private final OrderedStore store;
    private final TimeIndex old;

    Receipts(OrderedStore store) {
        this.store = store;
        this.old = new TimeIndex(store, FORGET);
    }

    /** Notes what a notification is called; nothing where it tells of more than one episode. */
    void put(String receipt, Notification notification, long now) {
        Optional<String> episode = episode(notification);
        if (episode.isEmpty()) return;
        String receiver = notification.getReceiver();
        long until = now + KEPT;
        byte[] key = key(episode.get(), receiver);
        String name = episode.get() + "/" + receiver;
        store.get(key).ifPresent(value -> old.remove(new Decoder(value, LAYOUT).number(), name));
        store.put(key, new Encoder(LAYOUT).number(until).text(receipt).toBytes());
        old.put(until, name);
    }

    /** The decisions, where what is told refers to the message before. */
    List<Decision> refer(List<Decision> decisions) {
        return decisions.stream().map(this::refer).toList();
    }

    private Decision refer(Decision decision) {
        if (!(decision instanceof Decision.Tell tell)) return decision;
        Notification notification = tell.notification();
        Optional<String> before = episode(notification)
                .flatMap(episode -> store.get(key(episode, notification.getReceiver())))
                .map(Receipts::receipt);
        if (before.isEmpty()) return decision;
        Notification referring = Notification.newBuilder(notification)
                .setGroupLabels(notification.getGroupLabels())
                .setAlerts(notification.getAlerts())
                .setPreviousReceipt(before.get())
                .build();
        return new Decision.Tell(referring, tell.reason(), tell.reasons(), tell.about(), tell.by(), tell.person());
    }

    private static String receipt(byte[] value) {
        Decoder in = new Decoder(value, LAYOUT);
        in.number();
        return in.text();
    }

    void forget(long now) {
        for (String name : old.take(now)) {
            String[] parts = name.split("/", 2);
            store.delete(key(parts[0], parts[1]));
        }
    }

    private static Optional<String> episode(Notification notification) {
        List<Alert> alerts = notification.getAlerts();
        return alerts.size() == 1 && notification.getKind() == NotificationKind.ALERTS
                ? Optional.of(alerts.get(0).getEpisodeId())
                : Optional.empty();
    }

    private static byte[] key(String episodeId, String receiver) {
        return Key.of(RECEIPT)
                .hash(Long.parseUnsignedLong(episodeId, 16))
                .text(receiver)
                .bytes();
    }
}
