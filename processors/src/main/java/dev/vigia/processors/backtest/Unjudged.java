package dev.vigia.processors.backtest;

import dev.vigia.processors.backtest.Recorded.Told;
import dev.vigia.processors.verify.Bodies;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The episodes of one partition that a fold from amid the log need not give again, since they depend on what was before: the
 * records at the start of a window, how the alert stood, how often it had begun and ended. What an alert does after one that
 * went otherwise may depend on that in turn, as far as it looks back. Those that come out as they were are judged all the same.
 */
final class Unjudged {

    private final FoldStart start;
    private final long from;
    private final Set<String> ids = new HashSet<>();
    private final List<Course> leftOut = new ArrayList<>();

    /**
     * An episode as one of both tells it.
     *
     * @param recorded whether it is the one that was recorded
     * @param told its transitions that are known, at least one
     * @param compared those of them that are compared
     */
    private record Course(boolean recorded, List<Alert> told, List<Alert> compared) {

        String id() {
            return told.get(0).getEpisodeId();
        }

        long startedAt() {
            return told.get(0).getStartedAt();
        }

        long endedAt() {
            Alert last = told.get(told.size() - 1);
            return last.getState() == AlertState.INACTIVE ? last.getAt() : Long.MAX_VALUE;
        }

        boolean isSame(Course other) {
            if (!id().equals(other.id()) || compared.size() != other.compared.size()) return false;
            for (int i = 0; i < compared.size(); i++) {
                Alert one = Bodies.withoutRecent(compared.get(i));
                Alert another = Bodies.withoutRecent(other.compared.get(i));
                if (Bodies.firstDifference(one, another).isPresent()) return false;
            }
            return true;
        }
    }

    /**
     * Finds them in two accounts of the same alerts.
     *
     * @param from event time from which on transitions are compared: milliseconds since 1970-01-01 UTC
     */
    Unjudged(FoldStart start, long from, Chronicle recorded, Chronicle again) {
        this.start = start;
        this.from = from;
        if (start.isWhole()) return;
        Map<String, List<Course>> alerts = new TreeMap<>();
        add(alerts, true, recorded);
        add(alerts, false, again);
        alerts.values().forEach(this::leaveOut);
    }

    private void add(Map<String, List<Course>> alerts, boolean recorded, Chronicle chronicle) {
        Map<String, List<Alert>> episodes = new LinkedHashMap<>();
        Stream.concat(chronicle.before().stream(), chronicle.within().stream().map(Told::alert))
                .forEach(alert -> episodes.computeIfAbsent(alert.getEpisodeId(), id -> new ArrayList<>())
                        .add(alert));
        for (List<Alert> told : episodes.values()) {
            List<Alert> compared =
                    told.stream().filter(alert -> alert.getAt() >= from).toList();
            alerts.computeIfAbsent(told.get(0).getAlertId(), id -> new ArrayList<>())
                    .add(new Course(recorded, told, compared));
        }
    }

    /** @param alert its episodes by both accounts */
    private void leaveOut(List<Course> alert) {
        List<Course> otherwise = new ArrayList<>(alert.stream()
                .filter(one ->
                        alert.stream().noneMatch(other -> one.recorded() != other.recorded() && one.isSame(other)))
                .sorted(Comparator.comparingLong(Course::startedAt))
                .toList());
        long unknownTo = start.knownFrom();
        boolean found = true;
        while (found) {
            found = false;
            for (Iterator<Course> left = otherwise.iterator(); left.hasNext(); ) {
                Course course = left.next();
                if (!dependsOn(course, unknownTo)) continue;
                left.remove();
                found = true;
                unknownTo = Math.max(unknownTo, course.endedAt());
                ids.add(course.id());
                if (!course.compared().isEmpty()) leftOut.add(course);
            }
        }
    }

    private boolean dependsOn(Course course, long unknownTo) {
        return course.startedAt() < start.at()
                || course.told().stream().anyMatch(alert -> start.lookBack(alert) < unknownTo);
    }

    /** Whether an alert, of either account, tells of one of them. */
    boolean has(Alert alert) {
        return ids.contains(alert.getEpisodeId());
    }

    /** One transition of each that was recorded, the first that is compared. */
    List<Alert> recorded() {
        return firsts(true);
    }

    /** The same of those that come of the fold. */
    List<Alert> again() {
        return firsts(false);
    }

    private List<Alert> firsts(boolean recorded) {
        return leftOut.stream()
                .filter(course -> course.recorded() == recorded)
                .map(course -> course.compared().get(0))
                .toList();
    }
}
