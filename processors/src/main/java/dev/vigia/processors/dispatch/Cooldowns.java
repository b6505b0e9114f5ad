package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.Timing;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Severity;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * After a receiver was told of an episode, the next one of the same alert is left untold for a while of event time, unless it is worse.
 * Each further one within that time doubles it, up to the longest. What still burns when as much human time has gone by as was left
 * of it is told.
 */
final class Cooldowns implements Gate {

    private static final int LAYOUT = 1;
    private static final char COOLING = 'C';
    private static final char FORGET = 'c';
    /** How much longer than it can matter a cooldown is remembered, for records that come late: milliseconds. */
    private static final long MARGIN = 172_800_000;

    private final OrderedStore store;
    private final TimeIndex old;

    Cooldowns(OrderedStore store) {
        this.store = store;
        this.old = new TimeIndex(store, FORGET);
    }

    /**
     * How far the cooldown of an alert at a receiver is.
     *
     * @param episodeId the one that was told last, or that is held back
     * @param severity of the one that was told last
     * @param toldAt in event time
     * @param length how long it is, milliseconds
     * @param heldUntil in human time, of the episode that is held back; 0 for none
     * @param forgetAt in human time
     */
    private record Cooling(
            String episodeId, Severity severity, long toldAt, long length, long heldUntil, long forgetAt) {

        long until() {
            return toldAt + length;
        }

        boolean holds(String episode) {
            return heldUntil > 0 && episodeId.equals(episode);
        }
    }

    @Override
    public Optional<Shut> shut(Alarm alarm) {
        Timing timing = alarm.route().timing();
        boolean first = alarm.known().isEmpty() && alarm.news() != Reason.REOPENED && alarm.news() != Reason.REPEATED;
        if (timing.cooldown().isZero() || !first) return Optional.empty();
        Alert alert = alarm.alert();
        Optional<Cooling> found = find(alert.getAlertId(), alarm.receiver());
        if (found.isEmpty() || alert.getSeverity().compareTo(found.get().severity()) < 0) return Optional.empty();
        Cooling cooling = found.get();
        if (cooling.holds(alert.getEpisodeId())) return shut(cooling, alarm.now());
        if (alert.getAt() >= cooling.until()) return Optional.empty();
        long longest =
                Math.max(timing.cooldown().toMillis(), timing.longestCooldown().toMillis());
        long wait = Math.max(cooling.length(), Math.min(2 * cooling.length(), longest));
        Cooling longer = new Cooling(
                alert.getEpisodeId(),
                cooling.severity(),
                cooling.toldAt(),
                wait,
                alarm.now() + Math.min(wait, cooling.toldAt() + wait - alert.getAt()),
                alarm.now() + 2 * longest + MARGIN);
        put(alert.getAlertId(), alarm.receiver(), longer);
        return shut(longer, alarm.now());
    }

    private static Optional<Shut> shut(Cooling cooling, long now) {
        return now >= cooling.heldUntil()
                ? Optional.empty()
                : Optional.of(new Shut(Reason.COOLING_DOWN, "", OptionalLong.of(cooling.heldUntil())));
    }

    /** Notes that a receiver is told of an episode for the first time. */
    void told(Alert alert, String receiver, Timing timing, long now) {
        if (timing.cooldown().isZero()) return;
        long first = timing.cooldown().toMillis();
        long longest = Math.max(first, timing.longestCooldown().toMillis());
        Optional<Cooling> held =
                find(alert.getAlertId(), receiver).filter(cooling -> cooling.holds(alert.getEpisodeId()));
        put(
                alert.getAlertId(),
                receiver,
                new Cooling(
                        alert.getEpisodeId(),
                        alert.getSeverity(),
                        held.filter(cooling -> now >= cooling.heldUntil())
                                .map(Cooling::until)
                                .orElse(alert.getAt()),
                        held.map(Cooling::length).orElse(first),
                        0,
                        now + 2 * longest + MARGIN));
    }

    /** Forgets what is over for long. */
    void forget(long now) {
        for (String name : old.due(now)) {
            int end = name.indexOf('\0');
            String alertId = name.substring(0, end);
            String receiver = name.substring(end + 1);
            find(alertId, receiver).ifPresent(cooling -> remove(alertId, receiver, cooling));
        }
    }

    private Optional<Cooling> find(String alertId, String receiver) {
        return store.get(key(alertId, receiver)).map(value -> {
            Decoder in = new Decoder(value, LAYOUT);
            return new Cooling(
                    in.text(), Severity.valueOf(in.text()), in.number(), in.number(), in.number(), in.number());
        });
    }

    private void put(String alertId, String receiver, Cooling cooling) {
        find(alertId, receiver).ifPresent(before -> remove(alertId, receiver, before));
        store.put(
                key(alertId, receiver),
                new Encoder(LAYOUT)
                        .text(cooling.episodeId())
                        .text(cooling.severity().name())
                        .number(cooling.toldAt())
                        .number(cooling.length())
                        .number(cooling.heldUntil())
                        .number(cooling.forgetAt())
                        .toBytes());
        old.put(cooling.forgetAt(), name(alertId, receiver));
    }

    private void remove(String alertId, String receiver, Cooling cooling) {
        store.delete(key(alertId, receiver));
        old.remove(cooling.forgetAt(), name(alertId, receiver));
    }

    private static byte[] key(String alertId, String receiver) {
        return Key.of(COOLING).text(name(alertId, receiver)).bytes();
    }

    private static String name(String alertId, String receiver) {
        return alertId + '\0' + receiver;
    }
}
