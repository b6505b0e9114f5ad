package dev.vigia.processors.backtest;

import dev.vigia.processors.evaluate.Evaluation;
import dev.vigia.processors.evaluate.Outcome;
import dev.vigia.processors.state.HeapStore;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of {@code signals} as {@code evaluate} folds it under one history of the rules. Where its beginning is not
 * there any more, it is told of the rules of then first, and that nothing was counted before.
 */
final class World {

    /** No rules have this offset, so that frames count as counted by other rules from the first one on. */
    private static final long NO_RULES = -2;

    private final History history;
    private final boolean whole;
    private final Evaluation evaluation;
    private final Set<TopicPartition> inputs = new HashSet<>();
    /** Offset in {@code control} up to which rule files were said. */
    private long heard = History.BEGINNING;
    /** The latest watermark at which an input begins. */
    private long begin = Long.MIN_VALUE;

    /** @param whole whether what will be folded begins with the first signal that there ever was */
    World(int partition, Topics topics, History history, boolean whole) {
        this.history = history;
        this.whole = whole;
        this.evaluation = new Evaluation(partition, new HeapStore(), topics);
        say(NO_RULES, History.BEGINNING, 0);
    }

    /**
     * From when on all that was counted is known, in event time: milliseconds since 1970-01-01 UTC. {@link Long#MIN_VALUE} when
     * no record came before.
     */
    long begin() {
        return begin;
    }

    /** Folds the next signal; of rule files, what the history has in their place. */
    List<Alert> fold(long offset, Signal signal) {
        if (signal.getBody() instanceof ControlSignal said) return fold(offset, said);
        // Where a slice of earlier records begins, no input does.
        if (!whole && signal.getBody() instanceof Frame frame && frame.getWarmUp() == null) {
            say(heard, frame.getRulesOffset(), offset);
            open(offset, frame);
        }
        return give(offset, signal.getBody());
    }

    private List<Alert> fold(long offset, ControlSignal signal) {
        Said said = new Said(signal.getOffset(), signal.getControl());
        if (said.ruleFile().isPresent()) {
            if (said.offset() <= heard) return List.of();
            heard = said.offset();
        }
        return give(offset, new ControlSignal(said.offset(), history.inPlaceOf(said)));
    }

    /** Says the rule files between two offsets of {@code control}, of which the first is exclusive. */
    private void say(long after, long upTo, long offset) {
        if (upTo <= after) return;
        heard = upTo;
        for (Said said : history.between(after, upTo)) give(offset, new ControlSignal(said.offset(), said.control()));
    }

    /**
     * Lets each input begin where the first cut of it that is there does, so that windows from before are learning. An input
     * that had no record before lacks nothing.
     */
    private void open(long offset, Frame frame) {
        List<Cut> beginnings = new ArrayList<>();
        for (Cut cut : frame.getCuts()) {
            if (!inputs.add(new TopicPartition(cut.getTopic(), cut.getPartition()))) continue;
            long at = cut.getFromOffset();
            if (at == 0) continue;
            begin = Math.max(begin, cut.getWatermark());
            beginnings.add(new Cut(cut.getTopic(), cut.getPartition(), at, at, 0L, cut.getWatermark()));
        }
        if (beginnings.isEmpty()) return;
        give(
                offset,
                new Frame(
                        beginnings,
                        NO_RULES,
                        frame.getWrittenAt(),
                        List.of(),
                        false,
                        frame.getClosedAt(),
                        null,
                        frame.getMargin()));
    }

    private List<Alert> give(long offset, Object body) {
        List<Alert> alerts = new ArrayList<>();
        for (Outcome outcome : evaluation.fold(offset, new Signal(body))) {
            if (outcome instanceof Outcome.Transitioned transitioned) alerts.add(transitioned.alert());
        }
        return alerts;
    }
}
