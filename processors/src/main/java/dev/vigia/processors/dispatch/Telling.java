package dev.vigia.processors.dispatch;

import dev.vigia.processors.dispatch.Draft.Entry;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Route;
import dev.vigia.processors.routing.Routing;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.silences.AlertLabels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides what the receivers of a group are told when it is due. */
final class Telling {

    /** Escalates by itself, and shows an episode as it is. */
    private static final String PAGERDUTY = "pagerduty";

    private final Routing routing;
    private final Groups groups;
    private final OpenAlerts open;
    private final Held held;
    private final Knowledge knowledge;
    private final Gates gates;
    private final Cooldowns cooldowns;
    private final Attempts attempts;
    private final Outbox outbox;
    private final Escalations escalations;

    Telling(
            Routing routing,
            Groups groups,
            OpenAlerts open,
            Held held,
            Knowledge knowledge,
            Gates gates,
            Cooldowns cooldowns,
            Attempts attempts,
            Outbox outbox,
            Escalations escalations) {
        this.routing = routing;
        this.groups = groups;
        this.open = open;
        this.held = held;
        this.knowledge = knowledge;
        this.gates = gates;
        this.cooldowns = cooldowns;
        this.attempts = attempts;
        this.outbox = outbox;
        this.escalations = escalations;
    }

    static boolean isPagerDuty(Receiver receiver) {
        return receiver.channel().equals(PAGERDUTY);
    }

    /** PagerDuty does that by itself, and a digest names all that is on. */
    private static boolean isReminded(Receiver receiver) {
        return !isPagerDuty(receiver) && receiver.digest().isEmpty();
    }

    static boolean isByEpisode(Receiver receiver) {
        return receiver.isByEpisode();
    }

    /** An alert with news that has passed the gates of its route. */
    private record News(Alert alert, Reason reason) {}

    /** Tells what is new in a group that is due, or that it is still on. */
    List<Decision> tell(String groupId, long now) {
        Optional<Group> found = groups.find(groupId);
        if (found.isEmpty()) return List.of();
        Group group = found.get();
        var news = groups.takeNews(groupId);
        Optional<Route> route = routing.route(group.route());
        if (news.isEmpty()) return repeat(group, route, now);
        List<Decision> decisions = new ArrayList<>();
        List<News> passed = new ArrayList<>();
        news.forEach((episode, reason) -> open.find(episode).ifPresent(alert -> {
            if (!reason.isAlarm() || passes(alert, reason, group, route, now, decisions)) {
                passed.add(new News(alert, reason));
            }
        }));
        boolean told = false;
        for (String name : receivers(group, route, passed)) {
            List<Entry> entries = new ArrayList<>();
            for (News one : passed) entries.addAll(entries(one, group, route, name, now, decisions));
            Optional<Receiver> receiver = routing.receiver(name);
            if (entries.isEmpty() || receiver.isEmpty()) continue;
            told = true;
            for (Draft draft : drafts(group, receiver.get(), entries, true)) decisions.addAll(outbox.send(draft, now));
        }
        route.ifPresent(place -> escalate(passed, group, place, now));
        news.keySet().forEach(this::settle);
        plan(groupId, route, told, now);
        return decisions;
    }

    /** Begins to escalate what is told here; what all receivers are spared for a while, nobody is called for. */
    private void escalate(List<News> passed, Group group, Route route, long now) {
        for (News one : passed) {
            if (!one.reason().isAlarm()) continue;
            Set<String> spared = new TreeSet<>();
            for (Held.Entry entry : held.ofEpisode(one.alert().getEpisodeId())) {
                if (entry.group().equals(group.id())) spared.add(entry.receiver());
            }
            boolean told = route.receivers().isEmpty() || !spared.containsAll(route.receivers());
            if (told) escalations.told(one.alert(), one.reason(), group, route, now);
        }
    }

    private boolean passes(
            Alert alert, Reason news, Group group, Optional<Route> route, long now, List<Decision> decisions) {
        List<Decision.About> about = List.of(Decision.About.of(alert, group.route(), group.key()));
        if (route.isEmpty()) {
            decisions.add(new Decision.Leave(about, "", Reason.NO_ROUTE, ""));
            return false;
        }
        Gate.Alarm alarm = Gate.Alarm.ofRoute(alert, news, routing.labels(alert), route.get(), now);
        Optional<Gate.Shut> shut = gates.ofAlert(alarm);
        shut.ifPresent(gate -> decisions.add(stop(alarm, gate, group, about)));
        return shut.isEmpty();
    }

    /** Keeps what comes up again when the gate opens. */
    private Decision stop(Gate.Alarm alarm, Gate.Shut shut, Group group, List<Decision.About> about) {
        if (alarm.news() == Reason.REPEATED) {
            return new Decision.Leave(about, alarm.receiver(), shut.reason(), shut.by());
        }
        if (shut.holds()) {
            String episode = alarm.alert().getEpisodeId();
            held.put(new Held.Entry(episode, group.id(), alarm.receiver(), alarm.news(), shut));
        }
        return shut.holds() || shut.reason() == Reason.SNOOZED
                ? new Decision.Hold(about, alarm.receiver(), shut.reason(), shut.by(), shut.until(), "")
                : new Decision.Leave(about, alarm.receiver(), shut.reason(), shut.by());
    }

    /** Those of the route in its order, then others who know of what is good news. */
    private Set<String> receivers(Group group, Optional<Route> route, List<News> news) {
        Set<String> names = new LinkedHashSet<>(route.map(Route::receivers).orElse(List.of()));
        Set<String> others = new TreeSet<>();
        for (News one : news) {
            if (one.reason().isAlarm()) continue;
            knowledge.ofEpisode(one.alert().getEpisodeId()).forEach((name, known) -> {
                if (known.group().equals(group.id())) others.add(name);
            });
        }
        names.addAll(others);
        return names;
    }

    private List<Entry> entries(
            News news, Group group, Optional<Route> route, String name, long now, List<Decision> decisions) {
        Optional<Known> known = knowledge.find(news.alert().getEpisodeId(), name);
        if (!news.reason().isAlarm()) {
            return known.filter(theirs -> theirs.group().equals(group.id()))
                    .map(theirs -> good(news, group, name, theirs, decisions))
                    .orElse(List.of());
        }
        if (route.isEmpty() || !route.get().receivers().contains(name)) return List.of();
        Gate.Alarm alarm = new Gate.Alarm(
                news.alert(), news.reason(), routing.labels(news.alert()), route.get(), name, known, now);
        Optional<Gate.Shut> shut = gates.ofReceiver(alarm);
        if (shut.isPresent()) {
            List<Decision.About> about = List.of(Decision.About.of(news.alert(), group.route(), group.key()));
            decisions.add(stop(alarm, shut.get(), group, about));
            return List.of();
        }
        if (known.isEmpty()) cooldowns.told(news.alert(), name, route.get().timing(), now);
        List<Entry> entries = new ArrayList<>(attempts.dissolve(news.alert().getEpisodeId(), name));
        Item.alarm(alarm.alert(), alarm.news(), known, now)
                .ifPresent(item -> entries.add(new Entry(news.alert(), item)));
        return entries;
    }

    private List<Entry> good(News news, Group group, String name, Known known, List<Decision> decisions) {
        Alert alert = news.alert();
        boolean there = routing.receiver(name).isPresent();
        List<Entry> entries = new ArrayList<>(attempts.dissolve(alert.getEpisodeId(), name));
        if (news.reason().isLast()) attempts.abandon(alert.getEpisodeId(), name);
        if (known.heard() && there) {
            long since = news.reason() == Reason.WATCHED ? alert.getSequence() : known.since();
            entries.add(new Entry(alert, Item.of(alert, news.reason(), since).to(known.reader())));
            return entries;
        }
        if (news.reason().isLast()) knowledge.remove(alert.getEpisodeId(), name);
        decisions.add(new Decision.Leave(
                List.of(Decision.About.of(alert, group.route(), group.key())),
                name,
                known.heard() ? Reason.NO_ROUTE : Reason.NEVER_TOLD,
                ""));
        return entries;
    }

    /** Tells one receiver something good that does not wait for the group. */
    List<Decision> good(Alert alert, Reason reason, String name, Known known, long now) {
        List<Decision> decisions = new ArrayList<>();
        Group group = groups.find(known.group()).orElseGet(() -> none(alert));
        List<Entry> entries = good(new News(alert, reason), group, name, known, decisions);
        routing.receiver(name).ifPresent(receiver -> {
            for (Draft draft : drafts(group, receiver, entries, true)) decisions.addAll(outbox.send(draft, now));
        });
        return decisions;
    }

    /** Tells a receiver what it has to know to show an episode as it is, or what it was told wrongly. */
    List<Decision> note(Alert alert, Item item, Receiver receiver, String groupId, long now) {
        Group group = groups.find(groupId).orElseGet(() -> none(alert));
        Entry entry = new Entry(alert, item);
        return outbox.send(new Draft(receiver, group, List.of(entry), List.of(), Optional.empty()), now);
    }

    private static Group none(Alert alert) {
        return Group.none(new TreeMap<>(AlertLabels.ofGroup(alert)));
    }

    /** @param withOthers whether to name what else burns in the group */
    private List<Draft> drafts(Group group, Receiver receiver, List<Entry> entries, boolean withOthers) {
        boolean single = group.each() || isByEpisode(receiver);
        if (single) {
            return entries.stream()
                    .map(entry -> new Draft(receiver, group, List.of(entry), List.of(), Optional.empty()))
                    .toList();
        }
        if (entries.isEmpty()) return List.of();
        List<Alert> others =
                withOthers && entries.size() < Draft.MOST_ALERTS ? others(group, receiver, entries) : List.of();
        return List.of(new Draft(receiver, group, entries, others, Optional.empty()));
    }

    /** What burns in a group and the receiver knows of. */
    private List<Alert> others(Group group, Receiver receiver, List<Entry> entries) {
        Set<String> named = new TreeSet<>();
        entries.forEach(entry -> named.add(entry.item().episodeId()));
        List<Alert> others = new ArrayList<>();
        groups.burning(group.id(), episode -> {
            if (!named.contains(episode) && knows(receiver.name(), episode, group)) {
                open.find(episode).filter(Telling::burns).ifPresent(others::add);
            }
            return others.size() < Draft.MOST_ALERTS;
        });
        return others;
    }

    private boolean knows(String receiver, String episode, Group group) {
        return knowledge
                .find(episode, receiver)
                .filter(known -> known.heard() && known.group().equals(group.id()))
                .isPresent();
    }

    private static boolean burns(Alert alert) {
        boolean on = alert.getState() == AlertState.ACTIVE || alert.getState() == AlertState.RECOVERING;
        return on && alert.getWatchedUntil() == null;
    }

    /** Tells again of what is still on, has been told, and nobody has acknowledged; who has not heard yet is told that it is on. */
    private List<Decision> repeat(Group group, Optional<Route> route, long now) {
        List<Decision> decisions = new ArrayList<>();
        boolean due = group.repeatAt() > 0 && now >= group.repeatAt();
        if (due && route.isPresent()) {
            List<Alert> burning = new ArrayList<>();
            groups.burning(group.id(), episode -> {
                open.find(episode)
                        .filter(Telling::burns)
                        .filter(alert -> passes(alert, Reason.REPEATED, group, route, now, decisions))
                        .ifPresent(burning::add);
                return burning.size() < Draft.MOST_ALERTS;
            });
            for (String name : route.get().receivers()) {
                Optional<Receiver> receiver = routing.receiver(name);
                if (receiver.isEmpty()) continue;
                List<Entry> entries = burning.stream()
                        .flatMap(alert -> reminder(alert, receiver.get(), group, now).stream())
                        .toList();
                if (entries.isEmpty()) continue;
                for (Draft draft : drafts(group, receiver.get(), entries, false))
                    decisions.addAll(outbox.send(draft, now));
            }
        }
        plan(group.id(), route, due, now);
        return decisions;
    }

    private Optional<Entry> reminder(Alert alert, Receiver receiver, Group group, long now) {
        Optional<Known> known = knowledge
                .find(alert.getEpisodeId(), receiver.name())
                .filter(theirs -> theirs.group().equals(group.id()))
                // What waits tells it anyway.
                .filter(theirs -> theirs.waiting().isEmpty());
        if (known.isEmpty()) return Optional.empty();
        if (!known.get().heard()) {
            return Item.alarm(alert, Reason.BECAME_ACTIVE, known, now).map(item -> new Entry(alert, item));
        }
        if (!isReminded(receiver)) return Optional.empty();
        Item item = Item.of(alert, Reason.REPEATED, now).to(known.get().reader());
        return Optional.of(new Entry(alert, item));
    }

    /** Tells a receiver that is well again what it could not be told, where nobody heard of it in its place either. */
    List<Decision> catchUp(String name, long now) {
        List<Decision> decisions = new ArrayList<>();
        Optional<Receiver> receiver = routing.receiver(name);
        if (receiver.isEmpty()) return decisions;
        Map<Group, List<Entry>> byGroup = new LinkedHashMap<>();
        for (String episode : knowledge.toCatchUp(name)) {
            Optional<Alert> alert = open.find(episode).filter(Telling::burns);
            Optional<Group> group = knowledge.find(episode, name).flatMap(known -> groups.find(known.group()));
            if (alert.isEmpty() || group.isEmpty() || isHeardInstead(episode, receiver.get())) continue;
            News news = new News(alert.get(), Reason.BECAME_ACTIVE);
            Optional<Route> route = routing.route(group.get().route())
                    .filter(place -> place.receivers().contains(name));
            if (route.isEmpty() || !passes(news.alert(), news.reason(), group.get(), route, now, decisions)) continue;
            byGroup.computeIfAbsent(group.get(), none -> new ArrayList<>())
                    .addAll(entries(news, group.get(), route, name, now, decisions));
        }
        byGroup.forEach((group, entries) -> {
            for (Draft draft : drafts(group, receiver.get(), entries, true)) decisions.addAll(outbox.send(draft, now));
            for (Entry entry : entries) {
                String episode = entry.item().episodeId();
                knowledge.find(episode, name).ifPresent(known -> knowledge.put(episode, name, known.catchingUp()));
            }
        });
        return decisions;
    }

    private boolean isHeardInstead(String episode, Receiver receiver) {
        return outbox.standIns(receiver).stream()
                .anyMatch(other ->
                        knowledge.find(episode, other).filter(Known::heard).isPresent());
    }

    /** Sets when the group is told of again though nothing is new. */
    private void plan(String groupId, Optional<Route> route, boolean told, long now) {
        groups.find(groupId).ifPresent(group -> {
            long at = told ? now : group.toldAt();
            long interval =
                    route.map(one -> one.timing().repeatInterval().toMillis()).orElse(0L);
            boolean repeats = interval > 0 && at > 0 && group.burning() > 0;
            groups.put(group.due(at, 0, repeats ? at + interval : 0));
        });
    }

    /** Lets an alert go from the groups that have nothing to tell of it any more. */
    void settle(String episodeId) {
        for (String id : groups.ofEpisode(episodeId)) {
            boolean stays = groups.news(id, episodeId).isPresent()
                    || held.holds(episodeId, id)
                    || escalations.holds(episodeId, id)
                    || knowledge.isBy(id, episodeId);
            if (!stays) groups.leave(id, episodeId);
        }
        if (groups.ofEpisode(episodeId).isEmpty()) open.remove(episodeId);
    }
}
