package dev.vigia.console.views;

import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.DispatchDecision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What was decided on one episode: the last on each receiver, so that one of them does not push out the others. */
final class DecidedEpisode {

    /** On each receiver of each kind, of those that told it something and of those that did not. */
    static final int OF_RECEIVER = 25;

    /**
     * A decision.
     *
     * @param number its place in the order in which decisions were read
     */
    record Decided(long number, DispatchDecision decision) {

        long at() {
            return decision.getAt();
        }

        Place place() {
            return Place.of(decision);
        }

        /** The notification with which its receiver hears, or is to hear, of the episode; empty where there is none. */
        Optional<String> telling() {
            boolean tells = decision.getKind() == DecisionKind.TOLD || isSummedUp();
            return tells ? Optional.of(decision.getNotificationId()) : Optional.empty();
        }

        /** Whether it comes with the summary of a storm. */
        boolean isSummedUp() {
            return decision.getKind() == DecisionKind.HELD
                    && decision.getReason().equals("STORM");
        }
    }

    /**
     * Whom a decision is about.
     *
     * @param receiver its name; empty for all of a route
     * @param route only where there is no receiver
     */
    record Place(String receiver, String route) {

        static Place of(DispatchDecision decision) {
            String receiver = decision.getReceiver();
            return new Place(receiver, receiver.isEmpty() ? decision.getRoute() : "");
        }

        boolean isOfAll() {
            return receiver.isEmpty();
        }
    }

    private final long from;
    private final List<Decided> decisions = new ArrayList<>();
    private final Set<Place> cut = new HashSet<>();

    /** @param from when the last decision was made that may have been forgotten before: milliseconds since 1970-01-01 UTC */
    DecidedEpisode(long from) {
        this.from = from;
    }

    /**
     * Adds the newest.
     *
     * @param arrived whether something is known to have arrived with a telling: the last such one of a receiver is kept
     * @return the one that has to go for it
     */
    Optional<Decided> add(Decided decided, Predicate<Decided> arrived) {
        decisions.add(decided);
        boolean tells = decided.telling().isPresent();
        List<Decided> alike = decisions.stream()
                .filter(one ->
                        one.place().equals(decided.place()) && one.telling().isPresent() == tells)
                .toList();
        if (alike.size() <= OF_RECEIVER) return Optional.empty();
        Decided first = alike.get(0);
        boolean stays = arrived.test(first) && alike.stream().skip(1).noneMatch(arrived);
        Decided gone = stays ? alike.get(1) : first;
        decisions.remove(gone);
        if (tells) cut.add(decided.place());
        return Optional.of(gone);
    }

    /** In their order. */
    List<Decided> decisions() {
        return decisions;
    }

    /** Decisions that were made before may be missing: milliseconds since 1970-01-01 UTC. */
    long from() {
        return from;
    }

    /** When the last one was made: milliseconds since 1970-01-01 UTC. */
    long last() {
        return decisions.get(decisions.size() - 1).at();
    }

    /** Whether older ones that told a receiver something were left out. */
    boolean isCut(String receiver) {
        return cut.contains(new Place(receiver, ""));
    }
}
