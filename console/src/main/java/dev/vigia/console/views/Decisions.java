package dev.vigia.console.views;

import dev.vigia.console.views.DecidedEpisode.Decided;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchDecision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Who was told of an episode, who was not, why, and what came of it. Fed by {@code decisions} and {@code deliveries}, whichever
 * comes first. Of more decisions than fit, those on episodes go that are over; only when that is not enough, those on open ones
 * do, too. What was last decided on goes last, and an answer says when something may be missing. Thread-safe.
 */
public final class Decisions {

    /** Episodes begin by the clocks of producers, which may be ahead of the one by which decisions are made. */
    private static final long AHEAD = 60_000;

    private final int most;
    private final BiPredicate<String, String> isOpen;
    private final Map<String, DecidedEpisode> byEpisode = new LinkedHashMap<>();
    private final Tellings tellings;
    private long read;
    private int size;
    /** When the last decision was made on any of the episodes that were let go. */
    private long forgotten;

    /**
     * @param most how many decisions on alerts are kept
     * @param others of how many notifications it is kept what came of them, where no decision that is kept is about them
     * @param isOpen whether an alert (the first id) is in an episode (the second one) that is not over
     */
    public Decisions(int most, int others, BiPredicate<String, String> isOpen) {
        this.most = most;
        this.isOpen = isOpen;
        this.tellings = new Tellings(others);
    }

    /** Takes a record of {@code decisions}. */
    public synchronized void accept(DispatchDecision decision) {
        Decided decided = new Decided(++read, decision);
        String id = decision.getEpisodeId();
        if (id.isEmpty()) {
            tellings.accept(decided);
            return;
        }
        DecidedEpisode episode =
                Optional.ofNullable(byEpisode.remove(id)).orElseGet(() -> new DecidedEpisode(forgotten));
        byEpisode.put(id, episode);
        decided.telling().ifPresent(tellings::use);
        size++;
        episode.add(decided, tellings::arrived).ifPresent(this::letGo);
        makeRoom();
    }

    /** Takes a record of {@code deliveries}. */
    public synchronized void accept(Delivery delivery) {
        tellings.accept(delivery);
    }

    private void letGo(Decided decided) {
        size--;
        decided.telling().ifPresent(tellings::release);
    }

    private void makeRoom() {
        if (size <= most) return;
        // Some at once, for it takes a look at all of them.
        int wanted = most - most / 10;
        letGo(wanted, episode -> !isOpen(episode));
        letGo(wanted, episode -> true);
    }

    private boolean isOpen(DecidedEpisode episode) {
        DispatchDecision any = episode.decisions().get(0).decision();
        return isOpen.test(any.getAlertId(), any.getEpisodeId());
    }

    private void letGo(int wanted, Predicate<DecidedEpisode> which) {
        Iterator<DecidedEpisode> longestAgoFirst = byEpisode.values().iterator();
        while (size > wanted && longestAgoFirst.hasNext()) {
            DecidedEpisode episode = longestAgoFirst.next();
            if (!which.test(episode)) continue;
            longestAgoFirst.remove();
            forgotten = Math.max(forgotten, episode.last());
            episode.decisions().forEach(this::letGo);
        }
    }

    /**
     * What is known of an alert's present episode.
     *
     * @param now milliseconds since 1970-01-01 UTC
     */
    public synchronized Told of(Alert alert, long now) {
        Optional<DecidedEpisode> episode = Optional.ofNullable(byEpisode.get(alert.getEpisodeId()));
        List<Decided> decisions = episode.map(this::withSummaries).orElse(List.of());
        Told told = new Standings(alert, tellings, now).of(decisions);
        long from = episode.map(DecidedEpisode::from).orElse(forgotten);
        if (mayHaveBegunBy(alert, from)) return told.missing("what was decided long ago is not kept here");
        boolean unknown = told.receivers().stream()
                .anyMatch(one -> !one.knows()
                        && episode.filter(known -> known.isCut(one.receiver())).isPresent());
        return unknown
                ? told.missing(
                        "only the last " + DecidedEpisode.OF_RECEIVER + " messages to each receiver are kept here")
                : told;
    }

    /** Ids of the alerts by which an alert's present episode was inhibited when it was last to be told, sorted. */
    public synchronized SortedSet<String> inhibitedBy(Alert alert) {
        SortedSet<String> ids = new TreeSet<>();
        Optional.ofNullable(byEpisode.get(alert.getEpisodeId()))
                .map(episode -> LastWords.of(episode.decisions()))
                .stream()
                .flatMap(Collection::stream)
                .map(Decided::decision)
                .filter(last ->
                        last.getKind() == DecisionKind.HELD && last.getReason().equals("INHIBITED"))
                .forEach(last -> ids.add(last.getBy()));
        return ids;
    }

    /**
     * Whether something may have been decided on an alert's present episode by a time.
     *
     * @param time milliseconds since 1970-01-01 UTC; 0 for never
     */
    static boolean mayHaveBegunBy(Alert alert, long time) {
        return time > 0 && alert.getStartedAt() <= time + AHEAD;
    }

    private List<Decided> withSummaries(DecidedEpisode episode) {
        List<Decided> all = new ArrayList<>(episode.decisions());
        episode.decisions().stream()
                .filter(Decided::isSummedUp)
                .flatMap(decided -> decided.telling().stream())
                .distinct()
                .forEach(id -> all.addAll(tellings.decisions(id)));
        all.sort(Comparator.comparingLong(Decided::at).thenComparingLong(Decided::number));
        return all;
    }
}
