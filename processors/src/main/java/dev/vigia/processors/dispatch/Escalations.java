package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Draft.Entry;
import dev.vigia.processors.oncall.Called;
import dev.vigia.processors.oncall.EscalationPolicy;
import dev.vigia.processors.oncall.Urgency;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Route;
import dev.vigia.processors.routing.Routing;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells more and more people of an alert that nobody takes, as the policy of its route says. A policy begins when the alert is told;
 * each step comes its time after the one before was told, so that a gap in the ticks makes up nothing. It rests while somebody has
 * acknowledged the alert or it is watched, is held back while something keeps quiet about it, and ends with the episode.
 */
final class Escalations {

    /** When a gate is asked again that does not say when it opens: milliseconds. */
    private static final long ASK_AGAIN = 10_000;

    private final Routing routing;
    private final Overrides overrides;
    private final EscalationTable table;
    private final Groups groups;
    private final OpenAlerts open;
    private final Gates gates;
    private final Attempts attempts;
    private final Outbox outbox;

    Escalations(
            Routing routing,
            Overrides overrides,
            EscalationTable table,
            Groups groups,
            OpenAlerts open,
            Gates gates,
            Attempts attempts,
            Outbox outbox) {
        this.routing = routing;
        this.overrides = overrides;
        this.table = table;
        this.groups = groups;
        this.open = open;
        this.gates = gates;
        this.attempts = attempts;
        this.outbox = outbox;
    }

    /** Takes that an alert is told in a group: its policy begins, or begins anew if it is told anew. */
    void told(Alert alert, Reason news, Group group, Route route, long now) {
        Optional<EscalationPolicy> policy =
                route.escalation().flatMap(name -> overrides.onCall().policy(name));
        if (policy.isEmpty()) return;
        boolean goesOn = news == Reason.BECAME_ACTIVE || news == Reason.SEVERITY_ROSE;
        String name = policy.get().name();
        if (goesOn && table.find(alert.getEpisodeId(), name).isPresent()) return;
        Escalation begun = new Escalation(alert.getEpisodeId(), name, group.id(), 0, 0, "");
        table.put(isQuiet(alert) ? begun.rest(why(alert)) : begun.step(0, due(policy.get(), 0, now)));
    }

    private static long due(EscalationPolicy policy, int step, long now) {
        return step < policy.size() ? now + policy.wait(step).toMillis() : 0;
    }

    /** An alert that flaps is on, also while it happens not to be. */
    private static boolean isQuiet(Alert alert) {
        boolean watched = alert.getWatchedUntil() != null && !alert.getFlapping();
        return alert.getAcknowledgedBy() != null || watched;
    }

    private static Reason why(Alert alert) {
        return alert.getAcknowledgedBy() == null ? Reason.WATCHED : Reason.ACKNOWLEDGED;
    }

    /** Takes the newest record of an alert: a policy rests, goes on, or ends with the episode. */
    List<Decision> changed(Alert alert, long now) {
        List<Decision> decisions = new ArrayList<>();
        // Where nobody was told yet that it was over, nobody is told that it is on again.
        if (alert.getTransition() == Transition.REOPENED) begin(alert, now);
        for (Escalation escalation : table.ofEpisode(alert.getEpisodeId())) {
            if (alert.getState() == AlertState.INACTIVE) table.remove(escalation);
            else if (isQuiet(alert)) rest(escalation, alert).ifPresent(decisions::add);
            else if (escalation.rests()) goOn(escalation, now);
        }
        return decisions;
    }

    private void begin(Alert alert, long now) {
        for (String id : groups.ofEpisode(alert.getEpisodeId())) {
            Optional<Group> group = groups.find(id);
            Optional<Route> route = group.flatMap(found -> routing.route(found.route()));
            route.ifPresent(found -> told(alert, Reason.REOPENED, group.orElseThrow(), found, now));
        }
    }

    private Optional<Decision> rest(Escalation escalation, Alert alert) {
        if (escalation.rests()) return Optional.empty();
        table.put(escalation.rest(why(alert)));
        String by = alert.getAcknowledgedBy();
        if (by == null) return Optional.empty();
        Decision.About about = groups.find(escalation.group())
                .map(group -> Decision.About.of(alert, group.route(), group.key()))
                .orElseGet(() -> Decision.About.of(alert, "", ""));
        return Optional.of(new Decision.Leave(List.of(about), "", Reason.ACKNOWLEDGED, by));
    }

    /** With the next step where somebody has handed it back; from the first one where it came back, or all steps were done. */
    private void goOn(Escalation escalation, long now) {
        Optional<EscalationPolicy> policy = overrides.onCall().policy(escalation.policy());
        if (policy.isEmpty()) return;
        boolean anew = escalation.restsBy(Reason.WATCHED)
                || escalation.next() >= policy.get().size();
        int next = anew ? 0 : escalation.next();
        table.put(escalation.step(next, due(policy.get(), next, now)));
    }

    /** Whether an episode may still be told of by way of a group. */
    boolean holds(String episodeId, String group) {
        return table.ofEpisode(episodeId).stream()
                .anyMatch(escalation -> escalation.group().equals(group));
    }

    /** Goes on by one step with each of those that are due. */
    List<Decision> due(long now) {
        List<Decision> decisions = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Escalation escalation : table.due(now)) {
            Optional<Alert> alert = open.find(escalation.episodeId());
            Optional<Group> group = groups.find(escalation.group());
            Optional<Route> route = group.flatMap(known -> routing.route(known.route()));
            Optional<EscalationPolicy> policy = overrides.onCall().policy(escalation.policy());
            boolean comes =
                    policy.isPresent() && escalation.next() < policy.get().size();
            if (alert.isEmpty() || route.isEmpty() || !comes) {
                // The files have changed.
                table.remove(escalation);
                continue;
            }
            Place place = new Place(alert.get(), group.orElseThrow(), route.get());
            Optional<Gate.Shut> shut = gates.ofAlert(place.alarm(routing, now));
            if (shut.isPresent()) hold(escalation, shut.get(), place, now).ifPresent(decisions::add);
            else decisions.addAll(step(escalation, policy.orElseThrow(), place, told, now));
        }
        return decisions;
    }

    /** Where an alert is told of. */
    private record Place(Alert alert, Group group, Route route) {

        Gate.Alarm alarm(Routing routing, long now) {
            return Gate.Alarm.ofRoute(alert, Reason.ESCALATED, routing.labels(alert), route, now);
        }

        Draft draft(Receiver receiver, List<Entry> entries) {
            return new Draft(receiver, group, entries, List.of(), Optional.empty());
        }

        List<Decision.About> about() {
            return List.of(Decision.About.of(alert, group.route(), group.key()));
        }
    }

    /** Said once for each thing that holds it back. */
    private Optional<Decision> hold(Escalation escalation, Gate.Shut shut, Place place, long now) {
        long again = shut.isTimed() ? shut.until().orElse(now + ASK_AGAIN) : now + ASK_AGAIN;
        String by = shut.reason().name() + '\0' + shut.by();
        table.put(escalation.held(by, again));
        if (escalation.heldBy().equals(by)) return Optional.empty();
        return Optional.of(new Decision.Hold(place.about(), "", shut.reason(), shut.by(), shut.until(), ""));
    }

    private List<Decision> step(
            Escalation escalation, EscalationPolicy policy, Place place, Set<String> told, long now) {
        int number = escalation.next();
        table.put(escalation.step(number + 1, due(policy, number + 1, now)));
        List<Called> called = overrides
                .onCall()
                .called(policy.step(number), Urgency.of(place.alert().getSeverity()), Instant.ofEpochMilli(now));
        if (called.isEmpty()) {
            return List.of(new Decision.Leave(place.about(), "", Reason.NOBODY_ON_CALL, policy.name()));
        }
        List<Decision> decisions = new ArrayList<>();
        for (Called one : called) {
            Optional<Receiver> receiver = routing.receiver(one.receiver());
            if (receiver.isEmpty()) {
                decisions.add(new Decision.Leave(place.about(), one.receiver(), Reason.NO_ROUTE, policy.name()));
            } else if (told.add(escalation.episodeId() + one.receiver())) {
                Item item = Item.of(place.alert(), Reason.ESCALATED, now).to(reader(one));
                Entry entry = new Entry(place.alert(), item);
                List<Entry> others = attempts.dissolve(escalation.episodeId(), one.receiver());
                for (Decision decision : outbox.send(place.draft(receiver.get(), List.of(entry)), now)) {
                    decisions.add(by(decision, policy, number, one));
                }
                if (!others.isEmpty()) decisions.addAll(outbox.send(place.draft(receiver.get(), others), now));
            } else {
                decisions.add(new Decision.Leave(place.about(), one.receiver(), Reason.ALREADY_TOLD, policy.name()));
            }
        }
        return decisions;
    }

    private Reader reader(Called called) {
        return called.person()
                .flatMap(name -> overrides.onCall().person(name))
                .map(Reader::of)
                .orElse(Reader.ANYBODY);
    }

    /** Says which step it was, and for whom. */
    private static Decision by(Decision decision, EscalationPolicy policy, int number, Called called) {
        if (!(decision instanceof Decision.Tell tell)) return decision;
        String whose = called.person().map(person -> ": " + person).orElse("")
                + called.schedule().map(schedule -> " on " + schedule).orElse("");
        return tell.by(policy.name() + " step " + (number + 1) + whose, called.person());
    }
}
