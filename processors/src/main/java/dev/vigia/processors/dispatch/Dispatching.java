package dev.vigia.processors.dispatch;

import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.routing.Route;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Maintenance;
import dev.vigia.schemas.avro.OnCallOverride;
import dev.vigia.schemas.avro.Progress;
import dev.vigia.schemas.avro.Silence;
import dev.vigia.schemas.avro.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fold over {@code dispatch.signals}: who is told that an alert became active, and that it is over. Pure, as
 * {@code evaluate} is: human time comes in with the ticks. Not thread-safe.
 *
 * <p>A record goes through {@link Episodes} (what is news, and in which groups), {@link Telling} (what each receiver of a group that is
 * due is told, past the {@link Gates}), {@link Escalations} (who is called while nobody takes it), {@link Outbox} (to whom it really
 * goes) and {@link Attempts} (until it is through).
 *
 * <p>{@link Digests} tell receivers that want it so of everything at a time of day.
 *
 * <p>A receiver is told once an episode that it is active, once more each time that it is more severe than the receiver knows,
 * and that it is over only if it was told before; also that it was reopened, or is on after a snooze, during which nobody is
 * told that it is on. Who was told is also told that it has recovered and is watched, and that it came back. What a gate holds back is
 * told when it opens, if it still burns; that an alert is over, or retracted, passes them. That late records have corrected a value is
 * not told.
 */
public final class Dispatching {

    private static final int LAYOUT = 1;
    private static final byte[] NOW = Key.of('H').bytes();

    private final Routing routing;
    private final OrderedStore store;
    private final Silences silences;
    private final MaintenanceWindows maintenance;
    private final Inhibitions inhibitions;
    private final Cooldowns cooldowns;
    private final Gates gates;
    private final Snoozes snoozes;
    private final Ended over;
    private final Groups groups;
    private final OpenAlerts open;
    private final Held held;
    private final Breakers breakers;
    private final Outbox outbox;
    private final Attempts attempts;
    private final Telling telling;
    private final Episodes episodes;
    private final Digests digests;
    private final Heartbeats heartbeats;
    private final Overrides overrides;
    private final Escalations escalations;
    private final Sendings sendings;
    private final Receipts receipts;
    private long now;

    /** The same where nobody is on call, so that nothing escalates. */
    public Dispatching(Routing routing, OrderedStore store) {
        this(routing, OnCall.none(), store);
    }

    /** A fold that goes on from what the store holds. */
    public Dispatching(Routing routing, OnCall onCall, OrderedStore store) {
        this.routing = routing;
        this.store = store;
        this.silences = new Silences(store);
        this.maintenance = new MaintenanceWindows(store);
        this.inhibitions = new Inhibitions(routing, store);
        this.cooldowns = new Cooldowns(store);
        this.gates = new Gates(routing, silences, maintenance, inhibitions, cooldowns);
        this.snoozes = new Snoozes(store);
        this.over = new Ended(store);
        this.groups = new Groups(store);
        this.open = new OpenAlerts(store);
        this.held = new Held(store);
        this.sendings = new Sendings(store);
        this.receipts = new Receipts(store);
        Knowledge knowledge = new Knowledge(store);
        this.breakers = new Breakers(store);
        DigestTable gathered = new DigestTable(store);
        this.outbox = new Outbox(routing, sendings, knowledge, over, new Storms(store), gathered, breakers);
        Retries retries = new Retries(sendings, knowledge, gates, open);
        this.attempts = new Attempts(routing, sendings, knowledge, retries, breakers, outbox, open, gathered);
        this.digests = new Digests(routing, gathered, open, gates, sendings, outbox);
        this.overrides = new Overrides(onCall, store);
        EscalationTable table = new EscalationTable(store);
        this.escalations = new Escalations(routing, overrides, table, groups, open, gates, attempts, outbox);
        this.telling =
                new Telling(routing, groups, open, held, knowledge, gates, cooldowns, attempts, outbox, escalations);
        this.episodes = new Episodes(routing, groups, open, held, knowledge, over, telling);
        this.heartbeats = new Heartbeats(routing, store);
        this.now =
                store.get(NOW).map(value -> new Decoder(value, LAYOUT).number()).orElse(0L);
        for (OldState.Untold old : new OldState(routing, store, sendings, knowledge).bringOver(now)) {
            episodes.bring(old.alert(), old.news(), now);
        }
    }

    /** Folds the next signal. Returns what was decided, in order. */
    public List<Decision> fold(DispatchSignal signal) {
        return receipts.refer(decide(signal));
    }

    private List<Decision> decide(DispatchSignal signal) {
        if (signal.getBody() instanceof Tick tick) return tick(tick.getAt());
        if (signal.getBody() instanceof Delivery delivery) return delivered(delivery);
        if (signal.getBody() instanceof ControlSignal said) return said(said);
        if (signal.getBody() instanceof Progress progress) heartbeats.hear(progress);
        return signal.getBody() instanceof Alert alert ? transition(alert) : List.of();
    }

    /** The last tick: milliseconds since 1970-01-01 UTC. */
    long now() {
        return now;
    }

    private List<Decision> delivered(Delivery delivery) {
        String receipt = delivery.getReceipt();
        if (receipt != null) {
            sendings.find(delivery.getNotificationId())
                    .ifPresent(sending -> receipts.put(receipt, sendings.notification(sending), now));
        }
        String receiver = delivery.getReceiver();
        boolean failed = breakers.fails(receiver);
        List<Decision> decisions = new ArrayList<>(attempts.delivered(delivery, now));
        if (failed && !breakers.fails(receiver)) decisions.addAll(telling.catchUp(receiver, now));
        return decisions;
    }

    private List<Decision> said(ControlSignal said) {
        Control control = said.getControl();
        if (control.getBody() instanceof Silence silence) {
            silences.take(silence);
            return release(Reason.SILENCED, silence.getSilenceId());
        }
        if (control.getBody() instanceof Maintenance windows) {
            maintenance.take(windows);
            return release(Reason.IN_MAINTENANCE);
        }
        if (control.getBody() instanceof OnCallOverride override) overrides.take(override, said.getOffset());
        return List.of();
    }

    private List<Decision> transition(Alert alert) {
        snoozes.take(alert, now);
        boolean mutesLess = inhibitions.take(alert, routing.labels(alert));
        List<Decision> decisions = new ArrayList<>(escalations.changed(alert, now));
        decisions.addAll(episodes.transition(alert, now));
        if (mutesLess) decisions.addAll(release(Reason.INHIBITED, alert.getAlertId()));
        return decisions;
    }

    private List<Decision> tick(long at) {
        boolean closed = maintenance.haveEnded(now, Math.max(now, at));
        now = Math.max(now, at);
        store.put(NOW, new Encoder(LAYOUT).number(now).toBytes());
        List<Decision> decisions = new ArrayList<>(attempts.due(now));
        for (String silence : silences.forgetEnded(now)) decisions.addAll(release(Reason.SILENCED, silence));
        if (closed) decisions.addAll(release(Reason.IN_MAINTENANCE));
        decisions.addAll(release(held.over(now)));
        over.forget(now);
        overrides.forgetEnded(now);
        receipts.forget(now);
        cooldowns.forget(now);
        for (Alert alert : snoozes.takeOver(now)) decisions.addAll(episodes.snoozeOver(alert, now));
        for (String group : groups.due(now)) decisions.addAll(telling.tell(group, now));
        decisions.addAll(escalations.due(now));
        decisions.addAll(outbox.summaries(now));
        decisions.addAll(digests.due(now));
        decisions.addAll(attempts.tries(now));
        decisions.addAll(heartbeats.due(now));
        return decisions;
    }

    private List<Decision> release(Reason reason, String by) {
        List<Decision> decisions = new ArrayList<>(release(held.by(reason, by)));
        decisions.addAll(attempts.release(reason, by, now));
        return decisions;
    }

    private List<Decision> release(Reason reason) {
        List<Decision> decisions = new ArrayList<>(release(held.by(reason)));
        decisions.addAll(attempts.release(reason, now));
        return decisions;
    }

    /** Tells what no gate holds back any more. */
    private List<Decision> release(List<Held.Entry> entries) {
        List<Decision> decisions = new ArrayList<>();
        for (Held.Entry entry : entries) {
            Optional<Alert> alert = open.find(entry.episodeId());
            Optional<Group> group = groups.find(entry.group());
            Optional<Route> route = group.flatMap(found -> routing.route(found.route()));
            held.remove(entry);
            if (alert.isEmpty() || group.isEmpty() || route.isEmpty()) continue;
            Gate.Alarm alarm =
                    Gate.Alarm.ofRoute(alert.get(), entry.news(), routing.labels(alert.get()), route.get(), now);
            Optional<Gate.Shut> shut = gates.ofAlert(alarm).filter(Gate.Shut::holds);
            if (shut.isPresent()) {
                held.put(new Held.Entry(entry.episodeId(), entry.group(), "", entry.news(), shut.get()));
            } else {
                decisions.addAll(episodes.add(group.get(), route.get().timing(), alert.get(), entry.news(), now));
            }
        }
        return decisions;
    }
}
