package dev.vigia.processors.oncall;

import dev.vigia.processors.rules.YamlMap;
import dev.vigia.runtime.UserException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code on-call.yaml}. */
public final class OnCallFile {

    private OnCallFile() {}

    /**
     * What the text of a file says.
     *
     * @param file what errors call it
     * @param receivers names of those that are told at once, and not by digest
     * @param now schedules are looked at for gaps in the year from then on, or from when they begin
     * @throws UserException naming file, line and field of the first thing that is wrong
     */
    public static OnCall parse(String file, String text, Set<String> receivers, Instant now) {
        YamlMap root = YamlMap.parse(file, text);
        Map<String, Person> people = root.byName("people", "person", map -> PersonReader.read(map, receivers));
        Map<String, ScheduleReader> readers =
                root.byName("schedules", "schedule", map -> new ScheduleReader(map, people.keySet()));
        if (root.has("overrides")) {
            for (YamlMap map : root.maps("overrides", "override")) {
                known(map, "schedule", map.requiredText("schedule"), readers).cover(map);
            }
        }
        Map<String, Schedule> schedules = new LinkedHashMap<>();
        List<String> warnings = new ArrayList<>();
        readers.forEach((name, reader) -> {
            Schedule schedule = reader.read(now);
            schedules.put(name, schedule);
            reader.warning(schedule, now).ifPresent(warnings::add);
        });
        PolicyReader policy = new PolicyReader(people, schedules, receivers);
        Map<String, EscalationPolicy> policies = root.byName("escalation_policies", "escalation policy", policy::read);
        root.requireAllRead();
        return new OnCall(people, schedules, policies, warnings);
    }

    /**
     * What a field names.
     *
     * @throws UserException when it is not there
     */
    static <T> T known(YamlMap map, String field, String name, Map<String, T> byName) {
        requireKnown(map, field, name, byName.keySet());
        T found = byName.get(name);
        if (found == null) throw new IllegalStateException(name);
        return found;
    }

    /** @throws UserException when a receiver that a field names is not there */
    static void requireReceiver(YamlMap map, String field, String name, Set<String> receivers) {
        if (receivers.contains(name)) return;
        throw map.error(
                field,
                "there is no receiver '" + name + "' in routes.yaml that is told at once; there are "
                        + (receivers.isEmpty() ? "none" : String.join(", ", new TreeSet<>(receivers))));
    }

    /** @throws UserException when what a field names is not there */
    static void requireKnown(YamlMap map, String field, String name, Collection<String> names) {
        if (names.contains(name)) return;
        throw map.error(
                field,
                "there is no '" + name + "'; there are " + (names.isEmpty() ? "none" : String.join(", ", names)));
    }
}
