package dev.vigia.processors.replay;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Who was told by the present routes and schedules, and who would have been by others.
 *
 * @param from of the time that is looked at: milliseconds since 1970-01-01 UTC
 * @param to exclusive
 * @param logFrom when the oldest signal was that is left; empty log: {@code to}
 * @param present in the order of time
 * @param changed in the order of time
 */
public record RoutesComparison(long from, long to, long logFrom, List<Telling> present, List<Telling> changed) {

    public RoutesComparison {
        present = List.copyOf(present);
        changed = List.copyOf(changed);
    }

    /** Whether the log begins before the time in question: else what was silenced or on before is not known. */
    public boolean isWhole() {
        return logFrom <= from;
    }

    /**
     * How often a receiver is told.
     *
     * @param byHour how many in each hour of the day, from 0 to 23
     */
    public record Load(List<Integer> byHour) {

        static final Load NONE = new Load(Collections.nCopies(24, 0));

        public Load {
            byHour = List.copyOf(byHour);
        }

        /** How many in all. */
        public int notifications() {
            return byHour.stream().mapToInt(Integer::intValue).sum();
        }

        /** How many between two hours of the day, over midnight if the first is the later: {@code until} is exclusive. */
        public int between(int since, int until) {
            int sum = 0;
            for (int hour = since; hour != until; hour = (hour + 1) % 24) sum += byHour.get(hour);
            return sum;
        }
    }

    /** Of one receiver, or one person. */
    public record Loads(Load present, Load changed) {}

    /** By receiver, sorted; those who are told by neither are missing. */
    public SortedMap<String, Loads> loads(ZoneId zone) {
        return loads(Telling::receiver, Telling::notificationId, zone);
    }

    /**
     * By the name of the person whom escalations call, sorted; those who are called by neither are missing. Whoever is told of one
     * episode by several receivers at once is called once.
     */
    public SortedMap<String, Loads> calls(ZoneId zone) {
        return loads(Telling::person, telling -> telling.episodeId() + telling.at(), zone);
    }

    /** @param once what counts once for each whose it is */
    private SortedMap<String, Loads> loads(
            Function<Telling, String> whose, Function<Telling, String> once, ZoneId zone) {
        SortedMap<String, Load> before = load(present, whose, once, zone);
        SortedMap<String, Load> after = load(changed, whose, once, zone);
        SortedMap<String, Loads> loads = new TreeMap<>();
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            loads.put(name, new Loads(before.getOrDefault(name, Load.NONE), after.getOrDefault(name, Load.NONE)));
        }
        return loads;
    }

    private static SortedMap<String, Load> load(
            List<Telling> told, Function<Telling, String> whose, Function<Telling, String> once, ZoneId zone) {
        Map<String, int[]> hours = new TreeMap<>();
        Set<List<String>> seen = new HashSet<>();
        for (Telling telling : told) {
            String name = whose.apply(telling);
            if (name.isEmpty() || !seen.add(List.of(name, once.apply(telling)))) continue;
            int hour = Instant.ofEpochMilli(telling.at()).atZone(zone).getHour();
            hours.computeIfAbsent(name, unseen -> new int[24])[hour]++;
        }
        SortedMap<String, Load> loads = new TreeMap<>();
        hours.forEach((name, counts) ->
                loads.put(name, new Load(Arrays.stream(counts).boxed().toList())));
        return loads;
    }

    /** What only the present routes tell. When it is told does not matter, nor together with what. */
    public List<Telling> onlyPresent() {
        return without(present, changed);
    }

    /** What only the changed routes tell. */
    public List<Telling> onlyChanged() {
        return without(changed, present);
    }

    private record Fact(String receiver, String person, String episodeId, String reason) {

        static Fact of(Telling telling) {
            return new Fact(telling.receiver(), telling.person(), telling.episodeId(), telling.reason());
        }
    }

    private static List<Telling> without(List<Telling> all, List<Telling> others) {
        Map<Fact, Integer> left = new HashMap<>();
        others.forEach(telling -> left.merge(Fact.of(telling), 1, Integer::sum));
        return all.stream()
                .filter(telling -> left.merge(Fact.of(telling), -1, Integer::sum) < 0)
                .toList();
    }
}
