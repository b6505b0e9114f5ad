package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.Receiver;
import dev.vigia.processors.state.Ids;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one receiver is to be told at once.
 *
 * @param entries what is news, the worst first; at least one
 * @param others further alerts of the group that are on, of which the receiver knows
 * @param fallbackFor name of the receiver in whose place this one is told
 */
record Draft(Receiver receiver, Group group, List<Entry> entries, List<Alert> others, Optional<String> fallbackFor) {

    /** How many alerts a notification names. More news than that is summed up. */
    static final int MOST_ALERTS = 50;

    /** An alert, and what is told of it. */
    record Entry(Alert alert, Item item) {

        private static final Comparator<Entry> WORST_FIRST = Comparator.comparing(
                        (Entry entry) -> !entry.item().reason().isAlarm())
                .thenComparing(entry -> entry.item().severity())
                .thenComparing(entry -> entry.alert().getStartedAt())
                .thenComparing(entry -> entry.item().episodeId());
    }

    Draft {
        entries = entries.stream().sorted(Entry.WORST_FIRST).toList();
        others =
                others.stream().limit(Math.max(0, MOST_ALERTS - entries.size())).toList();
    }

    List<Item> items() {
        return entries.stream().map(Entry::item).toList();
    }

    Reason reason() {
        return isSummary() ? Reason.SUMMARY : entries.get(0).item().reason();
    }

    boolean isSummary() {
        return entries.size() > MOST_ALERTS;
    }

    /** The same for every attempt, and when the log is folded again. */
    private String id(long now) {
        if (entries.size() == 1) return entries.get(0).item().notificationId(receiver.name());
        List<String> parts = new ArrayList<>(List.of("group", receiver.name(), group.id(), Long.toString(now)));
        items().forEach(item -> parts.add(item.notificationId(receiver.name())));
        return Ids.of(parts.toArray(String[]::new));
    }

    /** @param now when it is decided, milliseconds since 1970-01-01 UTC */
    Notification notification(long now) {
        List<Alert> alerts = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        SortedMap<String, Summary> rules = new TreeMap<>();
        for (Entry entry : entries) {
            if (isSummary()) {
                rules.merge(
                        entry.alert().getRuleId(),
                        Summary.EMPTY.and(entry.alert(), entry.item().reason()),
                        (summary, one) ->
                                summary.and(entry.alert(), entry.item().reason()));
            } else {
                alerts.add(OpenAlerts.sorted(entry.alert()));
                reasons.add(entry.item().reason().words());
            }
        }
        for (Alert other : others) {
            alerts.add(OpenAlerts.sorted(other));
            reasons.add(Reason.REPEATED.words());
        }
        boolean same = reasons.stream().distinct().count() < 2;
        Notification.Builder notification = begun(receiver, id(now), reason(), now)
                .setGroupLabels(group.labels())
                .setAlerts(alerts)
                .setKind(isSummary() ? NotificationKind.SUMMARY : NotificationKind.ALERTS)
                .setReasons(same ? List.of() : reasons)
                .setRoute(group.route())
                .setGroupKey(group.key())
                .setFallbackFor(fallbackFor.orElse(null))
                .setSummary(Summary.lines(rules));
        reader().addTo(notification);
        return notification.build();
    }

    /** The person whom all of it is for. */
    private Reader reader() {
        Reader first = entries.get(0).item().reader();
        return items().stream().allMatch(item -> item.reader().equals(first)) ? first : Reader.ANYBODY;
    }

    /** A summary of what was gathered. */
    static Notification summary(Receiver receiver, String id, SortedMap<String, Summary> rules, long now) {
        return begun(receiver, id, Reason.SUMMARY, now)
                .setKind(NotificationKind.SUMMARY)
                .setSummary(Summary.lines(rules))
                .build();
    }

    /** A first attempt at telling a receiver, with no alerts in it yet. */
    static Notification.Builder begun(Receiver receiver, String id, Reason reason, long now) {
        return Notification.newBuilder()
                .setId(id)
                .setAttempt(1)
                .setReceiver(receiver.name())
                .setChannel(receiver.channel())
                .setReason(reason.words())
                .setAt(now)
                .setGroupLabels(Map.of())
                .setAlerts(List.of());
    }

    /** What a notification tells, to be told to somebody else. */
    static Draft of(Notification notification, List<Item> items, String groupId, Receiver receiver) {
        SortedMap<String, String> labels = new TreeMap<>(notification.getGroupLabels());
        Group group = new Group(
                groupId, notification.getRoute(), notification.getGroupKey(), labels, false, 0, 0, 0, 0, 0, 0);
        Map<String, Item> byEpisode = new TreeMap<>();
        items.forEach(item -> byEpisode.put(item.episodeId(), item));
        List<Entry> entries = new ArrayList<>();
        List<Alert> others = new ArrayList<>();
        for (Alert alert : notification.getAlerts()) {
            Item item = byEpisode.get(alert.getEpisodeId());
            if (item == null) others.add(alert);
            else entries.add(new Entry(alert, item));
        }
        return new Draft(receiver, group, entries, others, Optional.ofNullable(notification.getFallbackFor()));
    }

    List<Decision.About> about() {
        return entries.stream()
                .map(entry -> Decision.About.of(entry.item(), group.route(), group.key()))
                .toList();
    }
}
