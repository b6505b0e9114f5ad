package dev.vigia.processors.backtest;

import dev.vigia.processors.backtest.Recorded.Entry;
import dev.vigia.processors.backtest.Recorded.SignalLog;
import dev.vigia.processors.backtest.Recorded.Told;
import dev.vigia.processors.backtest.Refolding.Key;
import dev.vigia.processors.backtest.Refolding.Refolded;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertCommand;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/** One partition of {@code signals}, folded side by side: with the rules that there were, and with the candidate. */
final class Lane {

    private final int partition;
    private final Setting setting;
    private final SignalLog log;
    private final Chronicle again;
    private final Chronicle would;
    private final Map<TopicPartition, Long> watermarks = new HashMap<>();
    /** Deltas of transactions of which a piece is still to come. */
    private final Map<Key, List<Delta>> pieces = new HashMap<>();

    /** Empty while nothing can be folded: what is needed has expired, or it is not known where a transaction begins. */
    private Optional<Worlds> worlds;
    /** The transaction at the cut, of which the first pieces may be missing. */
    private Optional<Key> torn = Optional.empty();

    private OptionalLong start = OptionalLong.empty();
    /** How many input partitions there are. */
    private int inputs;

    private boolean reachesRange;
    private boolean over;

    /** What all lanes share. */
    record Setting(
            Topics topics, Range range, History rules, History candidates, Refolding refolding, SelfCheck check) {

        Worlds worlds(int partition, boolean whole) {
            return new Worlds(
                    new World(partition, topics, rules, whole), new World(partition, topics, candidates, whole));
        }
    }

    private record Worlds(World real, World candidate) {}

    Lane(int partition, SignalLog log, Setting setting) {
        this.partition = partition;
        this.log = log;
        this.setting = setting;
        this.again = new Chronicle(setting.range());
        this.would = new Chronicle(setting.range());
        this.worlds = log.isWhole() ? Optional.of(setting.worlds(partition, true)) : Optional.empty();
    }

    int partition() {
        return partition;
    }

    /** When the next signal was appended, in milliseconds since 1970-01-01 UTC; empty when no other one counts. */
    OptionalLong nextAppended() {
        return over ? OptionalLong.empty() : log.nextAppended();
    }

    /** What comes of the rules of then, with the offsets of the signals. */
    Chronicle again() {
        return again;
    }

    /** What comes of the candidate. */
    Chronicle would() {
        return would;
    }

    long evaluated() {
        return log.evaluated();
    }

    /** The time of the first frame that was folded, where that is not the first there ever was. */
    OptionalLong start() {
        return start;
    }

    /** What the fold cannot know, once it is over. */
    FoldStart foldStart(History rules) {
        long knownFrom = worlds.map(both -> both.real().begin()).orElse(Long.MIN_VALUE);
        return new FoldStart(start.orElse(Long.MIN_VALUE), knownFrom, rules);
    }

    /** Whether anything could be folded at last. */
    boolean hasBegun() {
        return worlds.isPresent();
    }

    /** Whether any of it is of the range. */
    boolean reachesRange() {
        return reachesRange;
    }

    void foldNext() {
        Entry entry = log.next();
        if (entry.signal().getBody() instanceof Frame frame) fold(entry, frame);
        else if (entry.signal().getBody() instanceof ControlSignal said) fold(entry, said);
        else {
            if (entry.signal().getBody() instanceof Tick tick) inputs = inputs(tick);
            fold(entry, entry.signal(), entry.signal());
        }
    }

    private static int inputs(Tick tick) {
        return tick.getInputs().stream().mapToInt(Input::getPartitions).sum();
    }

    private void fold(Entry entry, Frame frame) {
        if (frame.getWarmUp() != null) {
            // A candidate has counted from the first record on, and lacks nothing.
            fold(entry, entry.signal(), new Signal(other(frame, List.of())));
            return;
        }
        Key key = Key.of(frame);
        if (worlds.isEmpty() && torn.isEmpty() && start.isEmpty()) torn = Optional.of(key);
        if (torn.filter(key::equals).isPresent()) return;
        Refolded refolded = setting.refolding().refold(frame);
        if (refolded.anew().isEmpty()) {
            beginLater(frame);
            return;
        }
        if (worlds.isEmpty()) {
            worlds = Optional.of(setting.worlds(partition, false));
            start = OptionalLong.of(frame.getWrittenAt());
            torn = Optional.empty();
        }
        reachesRange |= setting.range().holds(frame.getWrittenAt());
        refolded.asItWas().ifPresent(deltas -> check(entry.offset(), frame, key, deltas.get(partition)));
        Frame other = other(frame, refolded.anew().get().get(partition));
        fold(entry, entry.signal(), other == frame ? entry.signal() : new Signal(other));
        over = isOver(frame);
    }

    /** Records that the candidate needs are not there any more. */
    private void beginLater(Frame frame) {
        worlds = Optional.empty();
        start = OptionalLong.of(frame.getWrittenAt());
        again.clear();
        would.clear();
    }

    private void check(long offset, Frame frame, Key key, List<Delta> deltas) {
        List<Delta> recorded = pieces.computeIfAbsent(key, begun -> new ArrayList<>());
        recorded.addAll(frame.getDeltas());
        if (frame.getPartial()) return;
        pieces.remove(key);
        setting.check().compare(partition, offset, recorded, deltas);
    }

    /** The frame as the candidate would have had it. What is counted anew comes with the last piece. */
    private Frame other(Frame frame, List<Delta> anew) {
        Recount recount = setting.refolding().recount(frame);
        if (recount.same()) return frame;
        List<Delta> deltas = new ArrayList<>();
        for (Delta delta : frame.getDeltas()) if (recount.kept().contains(delta.getSeries())) deltas.add(delta);
        if (!frame.getPartial()) deltas.addAll(anew);
        return new Frame(
                frame.getCuts(),
                frame.getRulesOffset(),
                frame.getWrittenAt(),
                deltas,
                frame.getPartial(),
                frame.getClosedAt(),
                frame.getWarmUp(),
                frame.getMargin());
    }

    private void fold(Entry entry, ControlSignal said) {
        if (worlds.isEmpty()) return;
        List<Alert> came = worlds.get().real().fold(entry.offset(), entry.signal());
        tell(again, entry.offset(), came);
        boolean obeyed = !came.isEmpty() && said.getControl().getBody() instanceof AlertCommand;
        Signal meant = obeyed ? new Signal(forAnyEpisode(said)) : entry.signal();
        tell(would, entry.offset(), worlds.get().candidate().fold(entry.offset(), meant));
    }

    /** What a person did to an alert, they would have done to the episode that it would have had. */
    private static ControlSignal forAnyEpisode(ControlSignal said) {
        AlertCommand command = (AlertCommand) said.getControl().getBody();
        AlertCommand any = AlertCommand.newBuilder(command)
                .setEpisodeId(null)
                .setExpectedSequence(null)
                .build();
        return new ControlSignal(
                said.getOffset(),
                Control.newBuilder(said.getControl()).setBody(any).build());
    }

    private void fold(Entry entry, Signal real, Signal candidate) {
        if (worlds.isEmpty()) return;
        tell(again, entry.offset(), worlds.get().real().fold(entry.offset(), real));
        tell(would, entry.offset(), worlds.get().candidate().fold(entry.offset(), candidate));
    }

    private static void tell(Chronicle into, long offset, List<Alert> alerts) {
        alerts.forEach(alert -> into.add(new Told(offset, alert)));
    }

    /** Whether event time is complete in all inputs up to where nothing else can count. */
    private boolean isOver(Frame frame) {
        long end = setting.range().over();
        if (frame.getWrittenAt() < end) return false;
        for (Cut cut : frame.getCuts()) {
            watermarks.put(new TopicPartition(cut.getTopic(), cut.getPartition()), cut.getWatermark());
        }
        return !frame.getPartial()
                && watermarks.size() >= inputs
                && watermarks.values().stream().allMatch(watermark -> watermark >= end);
    }
}
