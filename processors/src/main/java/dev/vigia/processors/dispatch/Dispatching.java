package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Sending.Progress;
import dev.vigia.processors.dispatch.Sending.Subject;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The fold over {@code dispatch.signals}: who is told that an alert became active, and that it is over. Pure, as
 * {@code evaluate} is: human time comes in with the ticks. Not thread-safe.
 *
 * <p>A receiver is told once an episode that it is active, once more each time that it is more severe than the receiver knows,
 * and that it is over only if it was told before; also that it was reopened, or is on after a snooze, during which nobody is
 * told that it is on. Who was told is also told that it has recovered and is watched, and that it came back. What fails and may
 * be tried again waits as {@link Backoff} says, or as long as the other side asked.
 *
 * <p>While a silence or a maintenance window mutes an alert, nobody is told that it is active; its state goes on. When that ends,
 * what still burns is told. That an alert is over is told all the same, to whom it was told before, and so is that it is
 * retracted. That late records have corrected a value is not told.
 */
public final class Dispatching {

    private static final int LAYOUT = 1;
    private static final byte[] NOW = Key.of('H').bytes();

    private final Routes routes;
    private final OrderedStore store;
    private final Sendings sendings;
    private final Silences silences;
    private final MaintenanceWindows maintenance;
    private final MutedAlerts muted;
    private final Snoozes snoozes;
    private final Told over;
    private long now;

    /** A fold that goes on from what the store holds. */
    public Dispatching(Routes routes, OrderedStore store) {
        this.routes = routes;
        this.store = store;
        this.sendings = new Sendings(store);
        this.silences = new Silences(store);
        this.maintenance = new MaintenanceWindows(store);
        this.muted = new MutedAlerts(store);
        this.snoozes = new Snoozes(store);
        this.over = new Told(store);
        this.now =
                store.get(NOW).map(value -> new Decoder(value, LAYOUT).number()).orElse(0L);
    }

    /** Folds the next signal. Returns what was decided, in order. */
    public List<Decision> fold(DispatchSignal signal) {
        if (signal.getBody() instanceof Tick tick) return tick(tick.getAt());
        if (signal.getBody() instanceof Delivery delivery) return delivered(delivery);
        if (signal.getBody() instanceof ControlSignal said) return said(said.getControl());
        return signal.getBody() instanceof Alert alert ? transition(alert) : List.of();
    }

    private List<Decision> said(Control control) {
        if (control.getBody() instanceof Silence silence) silences.take(silence);
        else if (control.getBody() instanceof Maintenance windows) maintenance.take(windows);
        else return List.of();
        return release();
    }

    private List<Decision> transition(Alert alert) {
        snoozes.take(alert, now);
        // The newest record of an episode that nobody was told of takes the place of the one before.
        Optional<Reason> untold =
                muted.take(alert.getEpisodeId()).filter(news -> alert.getState() == AlertState.ACTIVE);
        return switch (alert.getTransition()) {
            case ACTIVE -> on(alert, Reason.BECAME_ACTIVE);
            case SEVERITY_CHANGED ->
                untold.isPresent() || rose(alert) ? on(alert, untold.orElse(Reason.SEVERITY_ROSE)) : List.of();
            case REOPENED -> on(alert, Reason.REOPENED);
            case SNOOZED -> Snoozes.isSnoozed(alert, now) ? List.of() : on(alert, Reason.SNOOZE_OVER);
            case WATCHING -> watched(alert);
            case RESOLVED -> ended(alert, Reason.RESOLVED);
            case RETRACTED -> retracted(alert);
            default -> untold.map(news -> on(alert, news)).orElse(List.of());
        };
    }

    private static boolean rose(Alert alert) {
        Severity before = alert.getPreviousSeverity();
        return before != null && alert.getSeverity().compareTo(before) < 0;
    }

    private List<Decision> on(Alert alert, Reason news) {
        if (alert.getState() == AlertState.PENDING) return List.of();
        // It has recovered, which whoever knows of it was told.
        if (news == Reason.SNOOZE_OVER && alert.getWatchedUntil() != null) return List.of();
        if (Snoozes.isSnoozed(alert, now)) return List.of(new Decision.Leave(alert.getAlertId(), "", Reason.SNOOZED));
        List<Receiver> receivers = routes.of(alert);
        if (receivers.isEmpty()) return List.of(new Decision.Leave(alert.getAlertId(), "", Reason.NO_ROUTE));
        Optional<Mute> mute = mute(alert);
        if (mute.isPresent()) {
            muted.put(alert, news);
            return List.of(mute.get().leave(alert, ""));
        }
        Map<String, List<Sending>> told = sendings.ofEpisode(alert.getEpisodeId());
        return receivers.stream()
                .map(receiver -> on(alert, news, receiver, told.getOrDefault(receiver.name(), List.of())))
                .toList();
    }

    private Decision on(Alert alert, Reason news, Receiver receiver, List<Sending> told) {
        List<Sending> known = newest(told);
        boolean cameBack = known.stream().anyMatch(sending -> sending.subject().reason() == Reason.WATCHED);
        boolean anew = cameBack || news == Reason.REOPENED || news == Reason.SNOOZE_OVER;
        if (!anew && known.stream().anyMatch(sending -> sending.subject().isAsSevereAs(alert.getSeverity()))) {
            return new Decision.Leave(alert.getAlertId(), receiver.name(), Reason.ALREADY_TOLD);
        }
        // What is still to be tried again would come after the worse news, and say less.
        told.stream().filter(sending -> sending.progress() == Progress.WAITING).forEach(sendings::remove);
        boolean first = anew || told.isEmpty();
        Reason reason = first ? reason(news, cameBack) : Reason.SEVERITY_ROSE;
        long since = first ? alert.getSequence() : since(told);
        return tell(Subject.of(alert, receiver.name(), reason, since), receiver, alert);
    }

    private static Reason reason(Reason news, boolean cameBack) {
        if (news == Reason.REOPENED || news == Reason.SNOOZE_OVER) return news;
        return cameBack ? Reason.CAME_BACK : Reason.BECAME_ACTIVE;
    }

    /** What a receiver knows by now: what it was told since it was told anew. */
    private static List<Sending> newest(List<Sending> told) {
        long since = since(told);
        return told.stream()
                .filter(sending -> sending.subject().since() == since)
                .toList();
    }

    private static long since(List<Sending> told) {
        return told.stream()
                .mapToLong(sending -> sending.subject().since())
                .max()
                .orElse(0);
    }

    private List<Decision> watched(Alert alert) {
        if (alert.getFlapping()) return List.of(new Decision.Leave(alert.getAlertId(), "", Reason.FLAPPING));
        List<Decision> decisions = new ArrayList<>();
        sendings.ofEpisode(alert.getEpisodeId()).forEach((receiver, told) -> {
            decisions.add(good(alert, receiver, told, Reason.WATCHED, alert.getSequence()));
            told.stream()
                    .filter(sending -> sending.progress() == Progress.WAITING)
                    .forEach(sendings::remove);
        });
        return decisions;
    }

    private List<Decision> ended(Alert alert, Reason reason) {
        List<Decision> decisions = new ArrayList<>();
        sendings.ofEpisode(alert.getEpisodeId()).forEach((receiver, told) -> {
            Decision decision = good(alert, receiver, told, reason, since(told));
            decisions.add(decision);
            if (decision instanceof Decision.Tell && reason == Reason.RESOLVED) {
                over.put(alert.getEpisodeId(), receiver, since(told), now);
            }
            told.forEach(sendings::remove);
        });
        return decisions;
    }

    /** It is told to whom it was told that it was on, or is over. */
    private List<Decision> retracted(Alert alert) {
        Set<String> know = sendings.ofEpisode(alert.getEpisodeId()).keySet();
        List<Decision> decisions = ended(alert, Reason.RETRACTED);
        for (Told.Receipt receipt : over.take(alert.getEpisodeId())) {
            if (know.contains(receipt.receiver())) continue;
            Optional<Receiver> receiver = routes.receiver(receipt.receiver());
            Subject subject = Subject.of(alert, receipt.receiver(), Reason.RETRACTED, receipt.since());
            decisions.add(
                    receiver.isPresent()
                            ? tell(subject, receiver.get(), alert)
                            : new Decision.Leave(alert.getAlertId(), receipt.receiver(), Reason.NO_ROUTE));
        }
        return decisions;
    }

    private Decision good(Alert alert, String name, List<Sending> told, Reason reason, long since) {
        Optional<Receiver> receiver = routes.receiver(name);
        boolean heard = told.stream()
                .anyMatch(sending ->
                        sending.progress() == Progress.UNDER_WAY || sending.progress() == Progress.DELIVERED);
        if (receiver.isPresent() && heard) {
            return tell(Subject.of(alert, name, reason, since), receiver.get(), alert);
        }
        return new Decision.Leave(alert.getAlertId(), name, heard ? Reason.NO_ROUTE : Reason.NEVER_TOLD);
    }

    private Decision tell(Subject subject, Receiver receiver, Alert alert) {
        Sending sending = Sending.first(subject);
        sendings.begin(sending, alert);
        return new Decision.Tell(notification(sending, receiver, alert), subject.reason());
    }

    private List<Decision> delivered(Delivery delivery) {
        Optional<Sending> found = sendings.find(delivery.getNotificationId())
                .filter(sending -> sending.progress() == Progress.UNDER_WAY)
                .filter(sending -> sending.attempt() == delivery.getAttempt());
        if (found.isEmpty()) return List.of();
        Sending sending = found.get();
        return switch (delivery.getStatus()) {
            case DELIVERED -> {
                end(sending, Progress.DELIVERED);
                yield List.of();
            }
            case FAILED -> List.of(fail(sending, Reason.REFUSED));
            case RETRYABLE -> List.of(retry(sending, delivery));
            case STARTED, UNKNOWN -> List.of();
        };
    }

    private Decision retry(Sending sending, Delivery delivery) {
        if (sending.attempt() >= Backoff.MAX_ATTEMPTS) return fail(sending, Reason.GAVE_UP);
        Long asked = delivery.getRetryAfter();
        long at = now + Backoff.after(sending.attempt(), asked == null ? 0 : asked);
        sendings.change(sending, sending.waiting(at));
        return new Decision.Wait(delivery.getNotificationId(), sending.subject().reason(), at);
    }

    private Decision fail(Sending sending, Reason reason) {
        end(sending, Progress.FAILED);
        return new Decision.Leave(sending.subject().alertId(), sending.subject().receiver(), reason);
    }

    /** What told of a beginning is remembered until the end is told. */
    private void end(Sending sending, Progress end) {
        if (sending.subject().reason().isLast()) sendings.remove(sending);
        else sendings.change(sending, sending.ended(end));
    }

    private List<Decision> tick(long at) {
        boolean ended = maintenance.haveEnded(now, Math.max(now, at));
        now = Math.max(now, at);
        store.put(NOW, new Encoder(LAYOUT).number(now).toBytes());
        List<Decision> decisions = new ArrayList<>();
        for (Sending waiting : sendings.due(now)) decisions.add(again(waiting));
        if (silences.forgetEnded(now) || ended) decisions.addAll(release());
        over.forget(now);
        for (Alert alert : snoozes.takeOver(now)) decisions.addAll(on(alert, Reason.SNOOZE_OVER));
        return decisions;
    }

    /** Tells what no silence holds back any more. */
    private List<Decision> release() {
        List<Decision> decisions = new ArrayList<>();
        for (Alert alert : muted.all()) {
            if (mute(alert).isPresent()) continue;
            muted.take(alert.getEpisodeId()).ifPresent(news -> decisions.addAll(on(alert, news)));
        }
        for (Sending held : sendings.held()) {
            if (mute(sendings.alert(held)).isEmpty()) decisions.add(again(held));
        }
        return decisions;
    }

    /**
     * What keeps quiet about an alert.
     *
     * @param by id of the silence, or name of the maintenance window
     */
    private record Mute(Reason reason, String by) {

        Decision leave(Alert alert, String receiver) {
            return new Decision.Leave(alert.getAlertId(), receiver, reason, by);
        }
    }

    private Optional<Mute> mute(Alert alert) {
        return silences.muting(alert, now)
                .map(id -> new Mute(Reason.SILENCED, id))
                .or(() -> maintenance.muting(alert, now).map(name -> new Mute(Reason.IN_MAINTENANCE, name)));
    }

    private Decision again(Sending waiting) {
        Optional<Receiver> receiver = routes.receiver(waiting.subject().receiver());
        if (receiver.isEmpty()) return fail(waiting, Reason.NO_ROUTE);
        Alert alert = sendings.alert(waiting);
        Optional<Mute> mute = waiting.subject().reason().isGood() ? Optional.empty() : mute(alert);
        if (mute.isPresent()) {
            sendings.change(waiting, waiting.waiting(Sendings.HELD));
            return mute.get().leave(alert, receiver.get().name());
        }
        Sending sending = waiting.again();
        sendings.change(waiting, sending);
        return new Decision.Tell(
                notification(sending, receiver.get(), alert), sending.subject().reason());
    }

    private Notification notification(Sending sending, Receiver receiver, Alert alert) {
        return Notification.newBuilder()
                .setId(sending.subject().notificationId())
                .setAttempt(sending.attempt())
                .setReceiver(receiver.name())
                .setChannel(receiver.channel())
                .setReason(sending.subject().reason().words())
                .setAt(now)
                .setGroupLabels(AlertLabels.ofGroup(alert))
                .setAlerts(List.of(sorted(alert)))
                .build();
    }

    /** Avro reads maps into hash maps; ours are written in the order of their keys. */
    private static Alert sorted(Alert alert) {
        return Alert.newBuilder(alert)
                .setGroup(new TreeMap<>(alert.getGroup()))
                .setLabels(new TreeMap<>(alert.getLabels()))
                .build();
    }
}
