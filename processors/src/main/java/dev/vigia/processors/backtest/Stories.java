package dev.vigia.processors.backtest;

import dev.vigia.processors.backtest.Episode.Moment;
import dev.vigia.processors.backtest.Recorded.Told;
import dev.vigia.schemas.Drills;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts together what really happened with each alert, and what would have; drills are left out. Not thread-safe. */
final class Stories {

    private final long from;
    private final SortedMap<Name, Both> alerts = new TreeMap<>();

    /** Names an alert, and orders them for people. */
    private record Name(String rule, SortedMap<String, String> group) implements Comparable<Name> {

        private static final Comparator<Name> ORDER = Comparator.comparing(Name::rule)
                .thenComparing(name -> name.group().toString());

        static Name of(Alert alert) {
            return new Name(alert.getRuleId(), new TreeMap<>(alert.getGroup()));
        }

        @Override
        public int compareTo(Name other) {
            return ORDER.compare(this, other);
        }
    }

    private record Both(List<Episode> really, List<Episode> would) {}

    /** @param from begin of the range: milliseconds since 1970-01-01 UTC */
    Stories(long from) {
        this.from = from;
    }

    void addReal(Chronicle chronicle) {
        episodes(chronicle).forEach((name, episodes) -> both(name).really().addAll(episodes));
    }

    void addCandidate(Chronicle chronicle) {
        episodes(chronicle).forEach((name, episodes) -> both(name).would().addAll(episodes));
    }

    private Both both(Name name) {
        return alerts.computeIfAbsent(name, unseen -> new Both(new ArrayList<>(), new ArrayList<>()));
    }

    /** All alerts, by rule and group. */
    List<AlertDiff> diffs() {
        List<AlertDiff> diffs = new ArrayList<>();
        alerts.forEach((name, both) -> diffs.add(AlertDiff.of(name.rule(), name.group(), both.really(), both.would())));
        return diffs;
    }

    private SortedMap<Name, List<Episode>> episodes(Chronicle chronicle) {
        Map<String, Alert> before = new TreeMap<>();
        chronicle.before().stream()
                .filter(alert -> !Drills.isDrill(alert))
                .forEach(alert -> before.put(alert.getAlertId(), alert));
        SortedMap<Name, Map<String, Draft>> drafts = new TreeMap<>();
        List<Alert> within = new ArrayList<>();
        for (Told told : chronicle.within()) {
            if (Drills.isDrill(told.alert())) continue;
            if (told.alert().getAt() >= from) within.add(told.alert());
            else before.put(told.alert().getAlertId(), told.alert());
        }
        before.values().stream()
                .filter(alert -> alert.getState() != AlertState.INACTIVE)
                .forEach(alert -> draft(drafts, alert).before = Optional.of(Moment.of(alert)));
        within.forEach(alert -> draft(drafts, alert).moments.add(Moment.of(alert)));
        SortedMap<Name, List<Episode>> episodes = new TreeMap<>();
        drafts.forEach((name, byId) -> episodes.put(
                name,
                byId.values().stream()
                        .map(Draft::episode)
                        .sorted(Comparator.comparingLong(Episode::startedAt))
                        .toList()));
        return episodes;
    }

    private static Draft draft(Map<Name, Map<String, Draft>> drafts, Alert alert) {
        return drafts.computeIfAbsent(Name.of(alert), name -> new LinkedHashMap<>())
                .computeIfAbsent(alert.getEpisodeId(), id -> new Draft(alert.getStartedAt()));
    }

    /** An episode that is being put together. */
    private static final class Draft {
        private final long startedAt;
        private Optional<Moment> before = Optional.empty();
        private final List<Moment> moments = new ArrayList<>();

        Draft(long startedAt) {
            this.startedAt = startedAt;
        }

        Episode episode() {
            return new Episode(startedAt, before, moments);
        }
    }
}
