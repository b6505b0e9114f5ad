package dev.vigia.processors.dispatch;

import dev.vigia.processors.routing.InhibitRule;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Ids;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.silences.Matchers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Alerts that are on and mute others by the inhibit rules: kept by rule and the labels that have to be the same, so that what mutes an
 * alert is found at once. A source that is silenced, snoozed or acknowledged mutes all the same.
 */
final class Inhibitions implements Gate {

    private static final int LAYOUT = 1;
    private static final char SOURCE = 'X';
    private static final char OF_ALERT = 'x';

    private final OrderedStore store;
    private final SortedMap<String, InhibitRule> rules = new TreeMap<>();

    Inhibitions(Routing routing, OrderedStore store) {
        this.store = store;
        for (InhibitRule rule : routing.inhibitRules()) rules.putIfAbsent(id(rule), rule);
    }

    /** A rule is known by what it says, wherever in the file it stands. */
    private static String id(InhibitRule rule) {
        List<String> parts = new ArrayList<>();
        rule.sourceMatchers().forEach(matcher -> parts.add("source " + Matchers.text(matcher)));
        rule.targetMatchers().forEach(matcher -> parts.add("target " + Matchers.text(matcher)));
        rule.equal().forEach(name -> parts.add("equal " + name));
        return Ids.of(parts.toArray(String[]::new));
    }

    /**
     * Takes an alert's newest record.
     *
     * @return whether it mutes less than before
     */
    boolean take(Alert alert, Map<String, String> labels) {
        List<String> before = places(alert.getAlertId());
        List<String> after = new ArrayList<>();
        boolean on = alert.getState() == AlertState.ACTIVE || alert.getState() == AlertState.RECOVERING;
        for (var rule : rules.entrySet()) {
            if (!on || !rule.getValue().isSource(labels)) continue;
            String place = place(rule.getKey(), rule.getValue(), labels);
            boolean both = rule.getValue().isTarget(labels);
            store.put(
                    key(place, alert.getAlertId()),
                    new Encoder(LAYOUT).flag(both).toBytes());
            after.add(place);
        }
        for (String place : before) {
            if (!after.contains(place)) store.delete(key(place, alert.getAlertId()));
        }
        putPlaces(alert.getAlertId(), after);
        return !after.containsAll(before);
    }

    @Override
    public Optional<Shut> shut(Alarm alarm) {
        for (var rule : rules.entrySet()) {
            if (!rule.getValue().isTarget(alarm.labels())) continue;
            boolean both = rule.getValue().isSource(alarm.labels());
            Key sources = Key.of(SOURCE).text(place(rule.getKey(), rule.getValue(), alarm.labels()));
            List<String> found = new ArrayList<>();
            store.scan(sources.bytes(), sources.end(), (key, value) -> {
                String source = Key.textAt(key, sources.bytes().length);
                // As in Alertmanager, of two that both match source and target neither mutes the other.
                boolean mutes =
                        !source.equals(alarm.alert().getAlertId()) && !(both && new Decoder(value, LAYOUT).flag());
                if (mutes) found.add(source);
                return !mutes;
            });
            if (!found.isEmpty()) return Optional.of(Shut.by(Reason.INHIBITED, found.get(0)));
        }
        return Optional.empty();
    }

    private static String place(String ruleId, InhibitRule rule, Map<String, String> labels) {
        return ruleId + Ids.of(rule.equalValues(labels).toArray(String[]::new));
    }

    private List<String> places(String alertId) {
        List<String> places = new ArrayList<>();
        store.get(ofAlertKey(alertId)).ifPresent(value -> {
            Decoder in = new Decoder(value, LAYOUT);
            for (int i = in.integer(); i > 0; i--) places.add(in.text());
        });
        return places;
    }

    private void putPlaces(String alertId, List<String> places) {
        if (places.isEmpty()) {
            store.delete(ofAlertKey(alertId));
            return;
        }
        Encoder out = new Encoder(LAYOUT).number(places.size());
        places.forEach(out::text);
        store.put(ofAlertKey(alertId), out.toBytes());
    }

    private static byte[] key(String place, String alertId) {
        return Key.of(SOURCE).text(place + alertId).bytes();
    }

    private static byte[] ofAlertKey(String alertId) {
        return Key.of(OF_ALERT).text(alertId).bytes();
    }
}
