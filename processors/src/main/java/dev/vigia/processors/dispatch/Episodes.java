package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.Grouping;
import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.routing.Route;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.routing.Timing;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** What is news of an episode, and in which groups. */
final class Episodes {

    private final Routing routing;
    private final Groups groups;
    private final OpenAlerts open;
    private final Held held;
    private final Knowledge knowledge;
    private final Ended over;
    private final Telling telling;

    Episodes(
            Routing routing,
            Groups groups,
            OpenAlerts open,
            Held held,
            Knowledge knowledge,
            Ended over,
            Telling telling) {
        this.routing = routing;
        this.groups = groups;
        this.open = open;
        this.held = held;
        this.knowledge = knowledge;
        this.over = over;
        this.telling = telling;
    }

    List<Decision> transition(Alert alert, long now) {
        String episode = alert.getEpisodeId();
        if (!groups.ofEpisode(episode).isEmpty()) open.put(alert);
        Untold untold = takeUntold(alert);
        List<Decision> decisions = new ArrayList<>(notes(alert, now));
        decisions.addAll(news(alert, untold, now));
        if (untold.waited() && alert.getState() == AlertState.INACTIVE && decisions.isEmpty()) {
            decisions.add(leave(alert, Reason.NEVER_TOLD));
        }
        telling.settle(episode);
        return decisions;
    }

    private List<Decision> news(Alert alert, Untold untold, long now) {
        Optional<Reason> still = untold.news().filter(news -> alert.getState() == AlertState.ACTIVE);
        return switch (alert.getTransition()) {
            case ACTIVE -> on(alert, Reason.BECAME_ACTIVE, now);
            case SEVERITY_CHANGED ->
                still.isPresent() || rose(alert) ? on(alert, still.orElse(Reason.SEVERITY_ROSE), now) : List.of();
            case REOPENED -> untold.end() ? List.of() : on(alert, Reason.REOPENED, now);
            case SNOOZED -> Snoozes.isSnoozed(alert, now) ? List.of() : on(alert, Reason.SNOOZE_OVER, now);
            case WATCHING -> watched(alert, now);
            case RESOLVED -> ended(alert, Reason.RESOLVED, now);
            case RETRACTED -> retracted(alert, now);
            default -> still.map(news -> on(alert, news, now)).orElse(List.of());
        };
    }

    private static boolean isNews(Alert corrected) {
        return corrected.getPreviousSeverity() != null && corrected.getState() != AlertState.INACTIVE;
    }

    private static boolean rose(Alert alert) {
        Severity before = alert.getPreviousSeverity();
        return before != null && alert.getSeverity().compareTo(before) < 0;
    }

    /** Tells what holds an alert no more. */
    List<Decision> snoozeOver(Alert alert, long now) {
        takeUntold(alert);
        List<Decision> decisions = on(alert, Reason.SNOOZE_OVER, now);
        telling.settle(alert.getEpisodeId());
        return decisions;
    }

    /**
     * What of an episode was not told yet.
     *
     * @param news why it would have been told that the alert is on; empty for nothing
     * @param waited whether it only waited for its group
     * @param end whether it was not told yet that the alert is over
     */
    private record Untold(Optional<Reason> news, boolean waited, boolean end) {}

    /** The newest record of an episode takes the place of the one before that nobody was told of. */
    private Untold takeUntold(Alert alert) {
        String episode = alert.getEpisodeId();
        Optional<Reason> news = Optional.empty();
        boolean waited = false;
        boolean end = false;
        for (String id : groups.ofEpisode(episode)) {
            Optional<Reason> waiting = groups.news(id, episode);
            if (waiting.isEmpty()) continue;
            groups.removeNews(id, episode);
            if (waiting.get().isLast() && alert.getTransition() == Transition.REOPENED) {
                groups.find(id).ifPresent(group -> groups.join(group, episode));
                end = true;
            }
            if (!waiting.get().isAlarm()) continue;
            waited = true;
            news = news.or(() -> waiting);
        }
        for (Held.Entry entry : held.ofEpisode(episode)) {
            boolean ofAll = entry.receiver().isEmpty();
            if (!ofAll && alert.getState() == AlertState.ACTIVE) continue;
            held.remove(entry);
            if (ofAll) news = news.or(() -> Optional.of(entry.news()));
        }
        return new Untold(news, waited, end);
    }

    private List<Decision> on(Alert alert, Reason news, long now) {
        if (alert.getState() == AlertState.PENDING) return List.of();
        // It has recovered, which whoever knows of it was told.
        if (news == Reason.SNOOZE_OVER && alert.getWatchedUntil() != null) return List.of();
        SortedMap<String, String> labels = routing.labels(alert);
        List<Route> routes = routing.of(labels).stream()
                .filter(route -> !route.tellsNobody())
                .toList();
        if (routes.isEmpty()) {
            return List.of(leave(alert, routing.saysNobody(labels) ? Reason.RECORDED_ONLY : Reason.NO_ROUTE));
        }
        Map<String, Timing> joined = join(routes, alert, labels, news, now);
        List<Decision> decisions = new ArrayList<>();
        joined.forEach((id, timing) ->
                groups.find(id).ifPresent(group -> decisions.addAll(add(group, timing, alert, news, now))));
        return decisions;
    }

    /** Has news of an alert told at the next tick. */
    void bring(Alert alert, Reason news, long now) {
        SortedMap<String, String> labels = routing.labels(alert);
        join(routing.of(labels), alert, labels, news, now)
                .keySet()
                .forEach(id -> groups.find(id).ifPresent(group -> groups.put(group.due(0, now, 0))));
    }

    /** The groups in which news of an alert is to be told. */
    private Map<String, Timing> join(
            List<Route> routes, Alert alert, SortedMap<String, String> labels, Reason news, long now) {
        open.put(alert);
        Map<String, Timing> joined = new LinkedHashMap<>();
        for (Route route : routes) {
            Group group = groups.join(group(route, alert, labels, now), alert.getEpisodeId());
            groups.putNews(group.id(), alert.getEpisodeId(), news);
            joined.put(group.id(), route.timing());
        }
        return joined;
    }

    private static Decision leave(Alert alert, Reason reason) {
        return new Decision.Leave(List.of(Decision.About.of(alert, "", "")), "", reason, "");
    }

    private Group group(Route route, Alert alert, SortedMap<String, String> labels, long now) {
        SortedMap<String, String> common = route.group(alert, labels);
        String key = route.groupKey(common);
        boolean each = route.grouping() instanceof Grouping.Each;
        String id = each ? Ids.of("alert", route.id(), alert.getAlertId()) : Ids.of("group", route.id(), key);
        return groups.find(id).orElseGet(() -> new Group(id, route.id(), key, common, each, 0, 0, now, 0, 0, 0));
    }

    /** Brings news of an alert into a group, and tells it if that is due. */
    List<Decision> add(Group group, Timing timing, Alert alert, Reason news, long now) {
        groups.putNews(group.id(), alert.getEpisodeId(), news);
        long at = Math.max(now, dueAt(group, timing, news, now));
        long newsAt = group.newsAt() == 0 ? at : Math.min(group.newsAt(), at);
        groups.put(group.due(group.toldAt(), newsAt, group.repeatAt()));
        if (newsAt <= now) return telling.tell(group.id(), now);
        Reason why = group.toldAt() == 0 ? Reason.GROUP_WAIT : Reason.GROUP_INTERVAL;
        return List.of(
                new Decision.Wait(List.of(Decision.About.of(alert, group.route(), group.key())), "", "", why, newsAt));
    }

    private static long dueAt(Group group, Timing timing, Reason news, long now) {
        if (group.toldAt() == 0) return group.begunAt() + timing.groupWait().toMillis();
        // One alert by itself has nothing to be told together with; and nobody has to wait for what is worse, or for
        // good.
        boolean over = news.isLast() && group.burning() == 0;
        if (group.each() || over || news == Reason.SEVERITY_ROSE) return now;
        long interval = group.toldAt() + timing.groupInterval().toMillis();
        // An end waits for other ends no longer than a beginning for other beginnings.
        return news.isGood() ? Math.min(interval, now + timing.groupWait().toMillis()) : interval;
    }

    private List<Decision> watched(Alert alert, long now) {
        return alert.getFlapping() ? List.of(leave(alert, Reason.FLAPPING)) : good(alert, Reason.WATCHED, now);
    }

    private List<Decision> ended(Alert alert, Reason reason, long now) {
        for (String id : groups.ofEpisode(alert.getEpisodeId())) {
            groups.find(id).ifPresent(group -> groups.end(group, alert.getEpisodeId()));
        }
        return good(alert, reason, now);
    }

    /** It is told to whom it was told that the alert is on, by the groups in which that was. */
    private List<Decision> good(Alert alert, Reason reason, long now) {
        List<Decision> decisions = new ArrayList<>();
        Set<String> by = new TreeSet<>();
        knowledge.ofEpisode(alert.getEpisodeId()).forEach((receiver, known) -> {
            // Whoever is still to be told that it is on must not be.
            if (known.heard() && groups.find(known.group()).isPresent()) by.add(known.group());
            else decisions.addAll(telling.good(alert, reason, receiver, known, now));
        });
        for (String id : by) {
            groups.find(id).ifPresent(group -> decisions.addAll(add(group, timing(group), alert, reason, now)));
        }
        return decisions;
    }

    private Timing timing(Group group) {
        return routing.routeOrRoot(group.route()).timing();
    }

    /** It is told to whom it was told that it was on, or is over. */
    private List<Decision> retracted(Alert alert, long now) {
        Set<String> know = knowledge.ofEpisode(alert.getEpisodeId()).keySet();
        List<Decision> decisions = new ArrayList<>(ended(alert, Reason.RETRACTED, now));
        for (Ended.Receipt receipt : over.take(alert.getEpisodeId())) {
            if (know.contains(receipt.receiver())) continue;
            Optional<Receiver> receiver = routing.receiver(receipt.receiver());
            Item item = Item.of(alert, Reason.RETRACTED, receipt.since()).to(receipt.reader());
            receiver.ifPresent(there -> decisions.addAll(telling.note(alert, item, there, "", now)));
            if (receiver.isEmpty()) {
                decisions.add(new Decision.Leave(
                        List.of(Decision.About.of(alert, "", "")), receipt.receiver(), Reason.NO_ROUTE, ""));
            }
        }
        return decisions;
    }

    /** Those that show an episode as it is are told of what people do with it, if they know of it. */
    private List<Decision> notes(Alert alert, long now) {
        List<Decision> decisions = new ArrayList<>();
        knowledge.ofEpisode(alert.getEpisodeId()).forEach((name, known) -> {
            Optional<Receiver> receiver =
                    routing.receiver(name).filter(Telling::isByEpisode).filter(there -> known.heard());
            receiver.flatMap(there -> note(alert, there, now)).ifPresent(reason -> {
                Item item = Item.of(alert, reason, alert.getSequence()).to(known.reader());
                decisions.addAll(telling.note(alert, item, receiver.get(), known.group(), now));
            });
        });
        return decisions;
    }

    private static Optional<Reason> note(Alert alert, Receiver receiver, long now) {
        // PagerDuty has no words for anything else.
        boolean all = !Telling.isPagerDuty(receiver);
        return switch (alert.getTransition()) {
            case ACKNOWLEDGED -> Optional.of(Reason.ACKNOWLEDGED);
            case UNACKNOWLEDGED, ASSIGNED -> Optional.of(Reason.CHANGED).filter(reason -> all);
            case SNOOZED -> Optional.of(Reason.CHANGED).filter(reason -> all && Snoozes.isSnoozed(alert, now));
            case SEVERITY_CHANGED -> Optional.of(Reason.CHANGED).filter(reason -> all && !rose(alert));
            // It never was as severe as they show it.
            case CORRECTED -> Optional.of(Reason.CHANGED).filter(reason -> all && isNews(alert));
            default -> Optional.empty();
        };
    }
}
