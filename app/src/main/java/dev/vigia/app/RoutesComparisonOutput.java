package dev.vigia.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigia.processors.replay.RoutesComparison;
import dev.vigia.processors.replay.RoutesComparison.Load;
import dev.vigia.processors.replay.RoutesComparison.Loads;
import dev.vigia.processors.replay.Telling;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** Who would have been told, for people and programs. */
final class RoutesComparisonOutput {

    /** The hours at which people sleep: from 22 to 7 o'clock. */
    private static final int NIGHT = 22;

    private static final int MORNING = 7;

    /** How many differences are shown one by one. */
    private static final int SHOWN = 20;

    private RoutesComparisonOutput() {}

    static List<String> lines(RoutesComparison result, ZoneId zone) {
        List<String> lines = new ArrayList<>();
        lines.add(Instant.ofEpochMilli(result.from()) + " to " + Instant.ofEpochMilli(result.to()) + ", hours in "
                + zone);
        if (!result.isWhole()) {
            lines.add("The log begins at " + Instant.ofEpochMilli(result.logFrom())
                    + " only: what was on or silenced before is not known.");
        }
        var loads = result.loads(zone);
        if (loads.isEmpty()) lines.add("Nobody is told of anything.");
        else loads("receiver", loads, lines);
        var calls = result.calls(zone);
        if (!calls.isEmpty()) loads("person called", calls, lines);
        differences("only by the present routes", result.onlyPresent(), lines);
        differences("only by the changed routes", result.onlyChanged(), lines);
        return lines;
    }

    private static void loads(String title, SortedMap<String, Loads> loads, List<String> lines) {
        lines.add(String.format(Locale.ROOT, "%-20s %8s %8s %16s", title, "present", "changed", "at night (22-7)"));
        loads.forEach((name, load) -> {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %8d %8d %8d %7d",
                    name,
                    load.present().notifications(),
                    load.changed().notifications(),
                    night(load.present()),
                    night(load.changed())));
            if (load.present().equals(load.changed())) {
                lines.add("  hours          " + hours(load.present()));
            } else {
                lines.add("  hours, present " + hours(load.present()));
                lines.add("  hours, changed " + hours(load.changed()));
            }
        });
    }

    private static int night(Load load) {
        return load.between(NIGHT, MORNING);
    }

    private static String hours(Load load) {
        List<String> hours = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            int count = load.byHour().get(hour);
            if (count > 0) hours.add(String.format(Locale.ROOT, "%02dh: %d", hour, count));
        }
        return hours.isEmpty() ? "none" : String.join(", ", hours);
    }

    private static void differences(String title, List<Telling> told, List<String> lines) {
        if (told.isEmpty()) return;
        lines.add("told " + title + ": " + told.size());
        told.stream().limit(SHOWN).forEach(telling -> lines.add("  " + line(telling)));
        if (told.size() > SHOWN) lines.add("  and " + (told.size() - SHOWN) + " more; --json has all");
    }

    private static String line(Telling telling) {
        return Instant.ofEpochMilli(telling.at()) + " " + telling.receiver()
                + (telling.person().isEmpty() ? "" : " for " + telling.person()) + ": " + telling.ruleId()
                + (telling.severity().isEmpty() ? "" : " (" + telling.severity() + ")") + ", " + telling.reason()
                + (telling.route().isEmpty() ? "" : ", by route " + telling.route());
    }

    static ObjectNode json(RoutesComparison result, ZoneId zone) {
        ObjectNode root = ConsoleClient.JSON
                .createObjectNode()
                .put("from", result.from())
                .put("to", result.to())
                .put("log_from", result.logFrom())
                .put("whole", result.isWhole())
                .put("zone", zone.getId());
        ArrayNode receivers = root.putArray("receivers");
        result.loads(zone).forEach((name, loads) -> json(receivers.addObject().put("receiver", name), loads));
        ArrayNode people = root.putArray("people");
        result.calls(zone).forEach((name, loads) -> json(people.addObject().put("person", name), loads));
        json(root.putArray("only_present"), result.onlyPresent());
        json(root.putArray("only_changed"), result.onlyChanged());
        return root;
    }

    private static void json(ObjectNode node, Loads loads) {
        json(node.putObject("present"), loads.present());
        json(node.putObject("changed"), loads.changed());
    }

    private static void json(ObjectNode node, Load load) {
        node.put("notifications", load.notifications()).put("at_night", night(load));
        load.byHour().forEach(node.putArray("by_hour")::add);
    }

    private static void json(ArrayNode into, List<Telling> told) {
        for (Telling telling : told) {
            into.addObject()
                    .put("at", telling.at())
                    .put("notification_id", telling.notificationId())
                    .put("receiver", telling.receiver())
                    .put("reason", telling.reason())
                    .put("rule_id", telling.ruleId())
                    .put("severity", telling.severity())
                    .put("episode_id", telling.episodeId())
                    .put("route", telling.route())
                    .put("person", telling.person());
        }
    }
}
