package dev.vigia.processors.explain;

import dev.vigia.processors.aggregate.Refold;
import dev.vigia.processors.aggregate.Refold.Circumstances;
import dev.vigia.processors.evaluate.Recomputed;
import dev.vigia.processors.explain.Explanation.Read;
import dev.vigia.processors.explain.Verdict.Gap;
import dev.vigia.processors.explain.Versions.Anew;
import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.Rule.Condition.Comparison;
import dev.vigia.processors.rules.Spec;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.OffsetRange;
import dev.vigia.schemas.avro.WarmUp;
import dev.vigia.schemas.avro.WarmedRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Folds again the records behind one transition that count under one spec, along the cuts that had been folded when it was
 * decided: with the rules, the clock and the bounds of each transaction, and in the order in which {@code evaluate} took them.
 * So late records that did not count, groups that there was no room for and the order of adding come out as they were.
 *
 * <p>Read are the cuts that the evidence lies in. Where the point is that there was nothing else (silence, {@code below}), where
 * the evidence is not all (of compared windows, the one before is not named), and where it does not say which part it is of,
 * every record is read that could lie in the window. For one thread, once.
 */
final class Recount {

    private static final Comparator<TopicPartition> IN_ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Alert alert;
    private final Rule rule;
    private final Recomputed window;
    private final Scope scope;
    private final long spec;
    private final Sources sources;
    private final Samples samples;

    /** What the evidence names; empty when everything has to be read. */
    private final Map<TopicPartition, OffsetRange> named;

    private final Map<TopicPartition, Tally> tallies = new TreeMap<>(IN_ORDER);
    /** Partitions of whose earlier records some are still to be counted. */
    private final Set<TopicPartition> warming = new HashSet<>();
    /** Of frames in pieces, what is still to come. */
    private final Map<TopicPartition, List<Delta>> waiting = new HashMap<>();

    private List<Anew> anew = List.of();
    private boolean stopped;

    /** What was read of one partition, in offsets from the first to the last, exclusive. */
    private static final class Tally {
        private long needed;
        private long from;
        private long to;
        private long records;
        private long counted;

        Tally(long needed, long from) {
            this.needed = needed;
            this.from = from;
            this.to = from;
        }
    }

    /**
     * What is counted again.
     *
     * @param topic full name of the topic of its records
     * @param since first instant that is looked at: milliseconds since 1970-01-01 UTC
     */
    record Scope(Spec spec, String topic, long since) {}

    /**
     * Where it is read.
     *
     * @param late asked now and then whether to give up
     */
    record Sources(Versions versions, Refold refold, RecordedLog log, BooleanSupplier late) {}

    /** How a recount ended. */
    sealed interface Outcome {

        /** Everything was read, and is in the window. */
        record Done() implements Outcome {}

        /** Some of it is not there any more. */
        record Expired(List<Gap> gaps) implements Outcome {}

        /** It took too long. */
        record Stopped() implements Outcome {}

        /** The evidence names records that were not counted by then. */
        record NotCounted(OffsetRange range) implements Outcome {}
    }

    /**
     * A recount.
     *
     * @param rule the one that decided
     * @param window takes what is counted
     */
    Recount(Alert alert, Rule rule, Recomputed window, Scope scope, Sources sources, Samples samples) {
        this.alert = alert;
        this.rule = rule;
        this.window = window;
        this.scope = scope;
        this.spec = scope.spec().hash();
        this.sources = sources;
        this.samples = samples;
        boolean tooLittle = rule.condition().comparison() == Comparison.BELOW;
        boolean several = rule.aggregate() instanceof Rule.Aggregate.Joint;
        this.named = tooLittle || several || window.compares()
                ? Map.of()
                : alert.getEvidence().getRanges().stream()
                        .collect(Collectors.toMap(Recount::partition, range -> range, (first, same) -> first));
    }

    /**
     * What was read, by partition.
     *
     * @param parts names of the parts that it was read for
     */
    List<Read> read(List<String> parts) {
        List<Read> read = new ArrayList<>();
        tallies.forEach((partition, tally) -> read.add(new Read(
                partition.topic(),
                partition.partition(),
                tally.from,
                tally.to - 1,
                tally.records,
                tally.counted,
                parts)));
        return read;
    }

    /** @param signals number of the partition of {@code signals} that the alert was decided in */
    Outcome run(int signals) {
        List<Gap> gaps = gaps();
        if (!gaps.isEmpty()) return new Outcome.Expired(gaps);
        // What was further ahead of the clock than that was refused.
        long since = scope.since() - Refold.MAX_AHEAD.toMillis();
        anew = countedAnew(signals, since);
        boolean whole = sources.log().frames(signals, since, alert.getSignalOffset(), frame -> take(frame, since));
        // Retention may have come in between.
        gaps = gaps();
        if (!gaps.isEmpty()) return new Outcome.Expired(gaps);
        if (stopped) return new Outcome.Stopped();
        if (!whole && (named.isEmpty() || notCounted().isPresent())) {
            return new Outcome.Expired(List.of(sources.log().beforeSignals(signals)));
        }
        return notCounted().<Outcome>map(Outcome.NotCounted::new).orElseGet(Outcome.Done::new);
    }

    /** Where the rule came to look further back, and earlier records were counted for it. */
    private List<Anew> countedAnew(int signals, long since) {
        List<Anew> said = sources.versions().countedAnew(alert, rule, scope.spec());
        if (said.isEmpty()) return said;
        Set<Long> done = new HashSet<>();
        boolean unused = sources.log().frames(signals, since, alert.getSignalOffset(), frame -> {
            if (frame.getWarmUp() != null) {
                warmed(frame.getWarmUp()).ifPresent(warmed -> done.add(warmed.getUntil()));
            }
            return !sources.late().getAsBoolean();
        });
        return said.stream().filter(one -> done.contains(one.until())).toList();
    }

    private Optional<WarmedRule> warmed(WarmUp warmUp) {
        return warmUp.getRules().stream()
                .filter(one -> one.getRule().equals(rule.id()) && one.getSpec() == spec)
                .findFirst();
    }

    private Optional<OffsetRange> notCounted() {
        return named.values().stream()
                .filter(range -> {
                    Tally tally = tallies.get(partition(range));
                    return tally == null || tally.from > range.getFromOffset() || tally.to <= range.getToOffset();
                })
                .findFirst();
    }

    /** What is needed and not there any more. */
    private List<Gap> gaps() {
        Map<TopicPartition, Long> needed = new TreeMap<>(IN_ORDER);
        named.forEach((partition, range) -> needed.put(partition, range.getFromOffset()));
        tallies.forEach((partition, tally) -> needed.putIfAbsent(partition, tally.needed));
        List<Gap> gaps = new ArrayList<>();
        needed.forEach((partition, from) -> {
            long beginning = sources.log().beginning(partition);
            if (from < beginning) gaps.add(new Gap(partition.topic(), partition.partition(), from, beginning - 1));
        });
        return gaps;
    }

    /** Says whether to go on. */
    private boolean take(Frame frame, long since) {
        stopped = sources.late().getAsBoolean();
        if (stopped || frame.getWrittenAt() < since) return !stopped;
        if (frame.getWarmUp() != null) {
            takeEarlier(frame, frame.getWarmUp());
            return !stopped && !isComplete(frame);
        }
        for (int i = 0; i < frame.getCuts().size() && !stopped; i++) {
            Cut cut = frame.getCuts().get(i);
            if (cut.getTopic().equals(scope.topic()) && isNeeded(cut)) count(frame, i);
        }
        return !stopped && !isComplete(frame);
    }

    /** Whether all that the evidence names has been counted, to the last piece. */
    private boolean isComplete(Frame frame) {
        return !named.isEmpty()
                && !frame.getPartial()
                && warming.isEmpty()
                && waiting.values().stream().allMatch(List::isEmpty)
                && notCounted().isEmpty();
    }

    private boolean isNeeded(Cut cut) {
        if (cut.getFromOffset() == cut.getToOffset()) return false;
        if (named.isEmpty()) return true;
        OffsetRange range = named.get(new TopicPartition(cut.getTopic(), cut.getPartition()));
        return range != null && cut.getFromOffset() <= range.getToOffset() && cut.getToOffset() > range.getFromOffset();
    }

    /** A slice of earlier records that was counted for rules that were new. */
    private void takeEarlier(Frame frame, WarmUp warmUp) {
        Cut cut = frame.getCuts().get(0);
        Optional<Rule> counting = sources.versions().counting(frame.getRulesOffset(), rule.id(), scope.spec());
        if (warmed(warmUp).isEmpty() || !cut.getTopic().equals(scope.topic()) || counting.isEmpty()) return;
        TopicPartition partition = new TopicPartition(cut.getTopic(), cut.getPartition());
        if (cut.getToOffset() < warmUp.getEndOffset()) warming.add(partition);
        else warming.remove(partition);
        if (!isNeeded(cut)) return;
        Tally tally = tallies.computeIfAbsent(partition, first -> tally(partition, cut));
        if (stopped) return;
        Tally earlier = tally(partition, cut);
        if (stopped) return;
        tally.needed = Math.min(tally.needed, earlier.needed);
        tally.from = Math.min(tally.from, cut.getFromOffset());
        tally.to = Math.max(tally.to, cut.getToOffset());
        Set<Long> brought = frame.getDeltas().stream()
                .filter(delta -> counts(frame, delta))
                .map(Delta::getBucket)
                .collect(Collectors.toSet());
        if (brought.isEmpty()) return;
        Circumstances circumstances =
                new Circumstances(0, List.of(counting.get()), frame.getWrittenAt(), Optional.of(warmUp));
        for (Delta delta : refold(frame, cut, tally, circumstances)) {
            if (!brought.contains(delta.getBucket())) continue;
            window.add(partition.partition(), delta);
            tally.counted += delta.getCount();
        }
    }

    private void count(Frame frame, int index) {
        Cut cut = frame.getCuts().get(index);
        // What another version left out may have been counted later.
        if (sources.versions()
                .counting(frame.getRulesOffset(), rule.id(), scope.spec())
                .isEmpty()) return;
        TopicPartition partition = new TopicPartition(cut.getTopic(), cut.getPartition());
        Tally tally = tallies.computeIfAbsent(partition, first -> tally(partition, cut));
        if (stopped) return;
        // Further pieces of a frame have the same cuts.
        if (tally.to < cut.getToOffset()) {
            tally.to = cut.getToOffset();
            waiting.put(partition, fold(frame, cut, tally));
        }
        merge(frame, index, partition, tally);
    }

    private Tally tally(TopicPartition partition, Cut cut) {
        OffsetRange range = named.get(partition);
        long needed = range == null ? cut.getFromOffset() : Math.max(cut.getFromOffset(), range.getFromOffset());
        // Reading on would be in vain.
        stopped = needed < sources.log().beginning(partition);
        return new Tally(needed, cut.getFromOffset());
    }

    private List<Delta> fold(Frame frame, Cut cut, Tally tally) {
        Optional<Rule> counting = sources.versions().counting(frame.getRulesOffset(), rule.id(), scope.spec());
        if (counting.isEmpty()) return List.of();
        return refold(frame, cut, tally, new Circumstances(0, List.of(counting.get()), frame.getWrittenAt()));
    }

    private List<Delta> refold(Frame frame, Cut cut, Tally tally, Circumstances circumstances) {
        TopicPartition partition = new TopicPartition(cut.getTopic(), cut.getPartition());
        List<ConsumerRecord<byte[], byte[]>> records =
                sources.log().records(partition, cut.getFromOffset(), cut.getToOffset());
        tally.records += records.size();
        List<Delta> deltas = sources.refold().refold(cut, records, circumstances).stream()
                .filter(delta -> counts(frame, delta))
                .toList();
        if (!deltas.isEmpty()) sample(frame, cut, records, circumstances);
        return deltas;
    }

    /** A record counted when there is a delta of it alone. */
    private void sample(
            Frame frame, Cut cut, List<ConsumerRecord<byte[], byte[]>> records, Circumstances circumstances) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (samples.isFull()) return;
            sources.refold().refold(cut, List.of(record), circumstances).stream()
                    .filter(delta -> counts(frame, delta))
                    .findFirst()
                    .ifPresent(delta -> samples.add(record, delta.getErrors() > 0));
        }
    }

    /** Of a piece, only what it has brought had been merged when the next signal came. */
    private void merge(Frame frame, int index, TopicPartition partition, Tally tally) {
        List<Delta> rest = new ArrayList<>(waiting.getOrDefault(partition, List.of()));
        List<Delta> merged = new ArrayList<>(rest);
        if (frame.getPartial()) {
            Set<Long> brought = frame.getDeltas().stream()
                    .filter(delta -> delta.getCut() == index && holds(delta))
                    .map(Delta::getBucket)
                    .collect(Collectors.toSet());
            merged.removeIf(delta -> !brought.contains(delta.getBucket()));
        }
        rest.removeAll(merged);
        waiting.put(partition, rest);
        for (Delta delta : merged) {
            window.add(partition.partition(), delta);
            tally.counted += delta.getCount();
        }
    }

    /** Whether a delta of a frame counts: earlier ones do not where their records were counted anew. */
    private boolean counts(Frame frame, Delta delta) {
        return holds(delta) && anew.stream().noneMatch(one -> one.leavesOut(frame.getRulesOffset(), delta.getBucket()));
    }

    private boolean holds(Delta delta) {
        return window.holds(delta, spec, scope.since());
    }

    private static TopicPartition partition(OffsetRange range) {
        return new TopicPartition(range.getTopic(), range.getPartition());
    }
}
