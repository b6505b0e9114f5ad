package dev.vigia.processors.dispatch;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What of a notification is still to be told when it is tried again. */
final class Retries {

    private final Sendings sendings;
    private final Knowledge knowledge;
    private final Gates gates;
    private final OpenAlerts open;

    Retries(Sendings sendings, Knowledge knowledge, Gates gates, OpenAlerts open) {
        this.sendings = sendings;
        this.knowledge = knowledge;
        this.gates = gates;
        this.open = open;
    }

    /** By what it is: a group that is too large is told as a summary as well. */
    static boolean isGathered(Notification notification) {
        return notification.getKind() == NotificationKind.SUMMARY || notification.getKind() == NotificationKind.DIGEST;
    }

    /**
     * What is to be kept quiet of a notification.
     *
     * @param all whether that is all that it tells
     * @param shut the gates that say so, by what is told, in the order in which it is
     */
    record Quiet(boolean all, Map<Item, Gate.Shut> shut) {

        /** At which gate all of it waits: that of the first of it, if it is not the same for all. */
        Optional<Gate.Shut> ofAll() {
            return all ? shut.values().stream().findFirst() : Optional.empty();
        }
    }

    /** Makes one of its own of what another gate keeps quiet about than keeps quiet about all; it goes on when that gate opens. */
    List<Decision> setAside(Sending sending, Quiet quiet) {
        Map<Gate.Shut, List<Item>> parts = new LinkedHashMap<>();
        quiet.shut()
                .forEach((item, shut) ->
                        parts.computeIfAbsent(shut, by -> new ArrayList<>()).add(item));
        quiet.ofAll().ifPresent(parts::remove);
        List<Decision> decisions = new ArrayList<>();
        parts.forEach((shut, items) -> decisions.add(setAside(sending, items, shut)));
        return decisions;
    }

    private Decision setAside(Sending sending, List<Item> items, Gate.Shut shut) {
        Notification all = sendings.notification(sending);
        Set<String> episodes = episodes(items);
        Sending part = sending.part(items.get(0).reason(), Sending.heldBy(shut));
        sendings.begin(part, only(all, part.id(), episodes::contains), items);
        for (Item item : items) {
            knowledge.change(
                    item,
                    sending.receiver(),
                    sending.id(),
                    known -> known.without(sending.id()).with(part.id(), part.progress()));
        }
        leaveOut(sending, items);
        List<Decision.About> about = items.stream()
                .map(item -> Decision.About.of(item, all.getRoute(), all.getGroupKey()))
                .toList();
        return new Decision.Hold(about, sending.receiver(), shut.reason(), shut.by(), shut.until(), part.id());
    }

    /** Takes out of a notification some of what it tells. */
    void leaveOut(Sending sending, List<Item> items) {
        Notification all = sendings.notification(sending);
        Set<String> episodes = episodes(items);
        episodes.forEach(episode -> sendings.drop(sending.id(), episode));
        sendings.rewrite(sending, only(all, all.getId(), episode -> !episodes.contains(episode)));
    }

    /** What of a notification gates keep quiet about by now. */
    Quiet quiet(Sending sending, long now) {
        Map<Item, Gate.Shut> quiet = new LinkedHashMap<>();
        if (!sending.reason().isAlarm()) return new Quiet(false, quiet);
        Notification notification = sendings.notification(sending);
        Map<String, Alert> alerts = new TreeMap<>();
        notification.getAlerts().forEach(alert -> alerts.put(alert.getEpisodeId(), alert));
        List<Item> items = sendings.items(sending.id());
        for (Item item : items) {
            Alert alert = alerts.get(item.episodeId());
            if (alert == null || !item.reason().isAlarm()) continue;
            gates.ofRetry(alert, item.reason(), notification.getRoute(), now).ifPresent(shut -> quiet.put(item, shut));
        }
        return new Quiet(quiet.size() == items.size(), quiet);
    }

    /** Without the alerts that are over since, which is told by itself. */
    Notification upToDate(Sending sending) {
        Notification before = sendings.notification(sending);
        if (before.getAlerts().size() < 2 || isGathered(before)) return before;
        Set<String> news = episodes(sendings.items(sending.id()));
        return only(
                before,
                before.getId(),
                episode -> news.contains(episode)
                        || open.find(episode)
                                .filter(alert -> alert.getState() != AlertState.INACTIVE)
                                .isPresent());
    }

    private static Set<String> episodes(List<Item> items) {
        Set<String> episodes = new TreeSet<>();
        items.forEach(item -> episodes.add(item.episodeId()));
        return episodes;
    }

    private static Notification only(Notification before, String id, Predicate<String> episodes) {
        List<Alert> alerts = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < before.getAlerts().size(); i++) {
            Alert alert = before.getAlerts().get(i);
            if (!episodes.test(alert.getEpisodeId())) continue;
            alerts.add(OpenAlerts.sorted(alert));
            if (!before.getReasons().isEmpty()) reasons.add(before.getReasons().get(i));
        }
        return Notification.newBuilder(before)
                .setId(id)
                .setAlerts(alerts)
                .setReasons(reasons)
                .setReason(reasons.isEmpty() ? before.getReason() : reasons.get(0))
                .setGroupLabels(new TreeMap<>(before.getGroupLabels()))
                .build();
    }
}
