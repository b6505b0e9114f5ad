package dev.vigia.chaos.verdict;

import static java.util.Objects.requireNonNull;

import dev.vigia.chaos.load.Claim.Fate;
import dev.vigia.chaos.load.RecordId;
import dev.vigia.chaos.load.Signal;
import dev.vigia.chaos.verdict.DeadLetter.Place;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Rollup;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.avro.specific.SpecificRecord;

/** What was found in the topics: ids and sums, not records. Not thread-safe. */
final class Evidence {

    private final IntFunction<Fate> fates;
    private final Map<Signal, Arrivals> arrivals = new EnumMap<>(Signal.class);
    private final Map<Count, Long> written = new TreeMap<>();
    private final Map<String, Counted> rollups = new HashMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Tellings tellings = new Tellings();
    private final Map<DeadLetter, List<byte[]>> deadLetters = new HashMap<>();
    private final Map<DeadLetter, byte[]> doomed = new HashMap<>();
    private final List<Place> unreadable = new ArrayList<>();
    private final Map<String, Long> records = new TreeMap<>();

    /** What is counted of whom. */
    record Count(String kind, String service) implements Comparable<Count> {

        @Override
        public int compareTo(Count other) {
            return toString().compareTo(other.toString());
        }
    }

    private record Counted(Count count, long number) {}

    /** @param fates what has to become of the records of a lane */
    Evidence(IntFunction<Fate> fates) {
        this.fates = fates;
        for (Signal signal : Signal.values()) arrivals.put(signal, new Arrivals());
    }

    void telemetry(Signal signal, Place place, SpecificRecord record, byte[] value) {
        Optional<RecordId> id = Signal.id(record);
        if (id.isEmpty() || !arrivals(signal).add(id.get(), place)) return;
        Fate fate = fates.apply(id.get().lane());
        if (fate == Fate.EARLY) doomed.put(new DeadLetter("aggregate", place), value);
        else written.merge(new Count(signal.rollup(), Signal.service(record)), 1L, Long::sum);
        if (fate == Fate.UNINDEXABLE) doomed.put(new DeadLetter("elasticsearch", place), value);
    }

    /** There is a record in a topic of telemetry, whoever wrote it and whether it can be read or not. */
    void record(String topic) {
        records.merge(topic, 1L, Long::sum);
    }

    void rollup(String key, Rollup rollup) {
        // Requests are summed up by route as well.
        if (rollup.getKind().equals("requests") && !rollup.getDimensions().isEmpty()) return;
        rollups.put(key, new Counted(new Count(rollup.getKind(), rollup.getService()), rollup.getCount()));
    }

    void alert(Alert alert) {
        alerts.add(alert);
    }

    void deadLetter(DeadLetter letter, byte[] value) {
        deadLetters.computeIfAbsent(letter, key -> new ArrayList<>()).add(value);
    }

    void unreadable(Place place) {
        unreadable.add(place);
    }

    /** The records of the load in the topic of a signal. */
    Arrivals arrivals(Signal signal) {
        return requireNonNull(arrivals.get(signal));
    }

    /** How many different records that have to be counted lie in the topics. */
    Map<Count, Long> written() {
        return written;
    }

    /** The sums over all minutes and parts of the rollups of the same. */
    Map<Count, Long> rolledUp() {
        Map<Count, Long> sums = new TreeMap<>();
        for (Counted counted : rollups.values()) {
            if (written.containsKey(counted.count())) sums.merge(counted.count(), counted.number(), Long::sum);
        }
        return sums;
    }

    List<Alert> alerts() {
        return alerts;
    }

    /** What lies in {@code notifications} and {@code deliveries}. */
    Tellings tellings() {
        return tellings;
    }

    /** What lies in {@code dead-letters}, by what it is about. */
    Map<DeadLetter, List<byte[]>> deadLetters() {
        return deadLetters;
    }

    /** What has to lie there for the records of the load. */
    Map<DeadLetter, byte[]> doomed() {
        return doomed;
    }

    /** How many records there are in each topic of telemetry. */
    Map<String, Long> records() {
        return records;
    }

    /** Of how many records of a topic Elasticsearch's connector made dead letters. */
    long givenUp(String topic) {
        return deadLetters.keySet().stream()
                .filter(letter -> letter.stage().equals("elasticsearch"))
                .filter(letter -> letter.place().topic().equals(topic))
                .count();
    }

    /** Records that cannot be read. */
    List<Place> unreadable() {
        return unreadable;
    }
}
