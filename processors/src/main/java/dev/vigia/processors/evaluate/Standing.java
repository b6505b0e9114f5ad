package dev.vigia.processors.evaluate;

import dev.vigia.processors.evaluate.Lifecycle.Active;
import dev.vigia.processors.evaluate.Lifecycle.Breach;
import dev.vigia.processors.evaluate.Lifecycle.Inactive;
import dev.vigia.processors.evaluate.Lifecycle.On;
import dev.vigia.processors.evaluate.Lifecycle.Open;
import dev.vigia.processors.evaluate.Lifecycle.Pending;
import dev.vigia.processors.evaluate.Lifecycle.Recovering;
import dev.vigia.processors.evaluate.Lifecycle.Says;
import dev.vigia.processors.evaluate.Lifecycle.Timing;
import dev.vigia.processors.evaluate.Lifecycle.Verdict;
import dev.vigia.processors.evaluate.Lifecycle.Watched;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Where one alert stands: each severity of its rule has a lifecycle of its own, as if it were a rule by itself, and all share
 * one episode. The mildest decides what state the alert is in, the most severe one that is on how bad it is. Since a value
 * beyond one bound is beyond all milder ones, a more severe one never outlasts a milder one.
 *
 * @param levels from the mildest to the most severe, at least one
 * @param episode empty when the mildest is inactive
 */
record Standing(List<Lifecycle> levels, Optional<Episode> episode) {

    static final Standing NEW = new Standing(List.of(Inactive.NEW), Optional.empty());

    Standing {
        levels = List.copyOf(levels);
    }

    /** The state of the alert. */
    Lifecycle state() {
        return levels.get(0);
    }

    boolean isOpen() {
        return episode.isPresent();
    }

    /** Windows that end here or before begin nothing. */
    long settledTo() {
        return state() instanceof Inactive inactive ? inactive.settledTo() : Long.MIN_VALUE;
    }

    /** Whether people take it to be on: active, or not gone for long enough. */
    boolean isOn() {
        return state() instanceof On && !(state() instanceof Watched);
    }

    /** Whether it is kept open until it has settled. */
    boolean flaps() {
        return episode.filter(Episode::flapping).isPresent();
    }

    /** The newest breach of the episode; empty when there is none. */
    Optional<Breach> breach() {
        return state() instanceof Open open ? Optional.of(open.breach()) : Optional.empty();
    }

    /** From when on the closing of a window can say something of the episode: empty when there is none. */
    OptionalLong unsettled() {
        return levels.stream()
                .flatMapToLong(
                        level -> level instanceof Open open ? LongStream.of(open.unsettled()) : LongStream.empty())
                .min();
    }

    /** The newest window that breached at a severity, in its present run or the last one: {@link Long#MIN_VALUE} for none. */
    long lastBreach(int level) {
        return levels.get(level) instanceof Open open
                ? open.breach().windowEnd()
                : ((Inactive) levels.get(level)).settledTo();
    }

    /** How bad it is: place among the rule's levels. Of a pending alert, how bad it would be. */
    int level() {
        Class<? extends Open> counts = state() instanceof On ? On.class : Open.class;
        int level = 0;
        for (int i = 1; i < levels.size(); i++) {
            if (counts.isInstance(levels.get(i))) level = i;
        }
        return level;
    }

    /** Whether a window that is still open has breached at every level: it cannot say anything that is new. */
    boolean breachedIn(long windowEnd) {
        for (Lifecycle level : levels) {
            if (!(level instanceof Open open) || windowEnd > open.breach().windowEnd()) return false;
        }
        return true;
    }

    /**
     * The standing under a changed rule. The mildest level stays what it was, since the episode is there as long as it is.
     *
     * @param from which level each of the rule's levels was before, -1 for none
     */
    Standing arranged(List<Integer> from) {
        List<Lifecycle> arranged = new ArrayList<>(List.of(state()));
        for (int before : from.subList(1, from.size())) {
            boolean known = before >= 0 && before < levels.size();
            arranged.add(known ? levels.get(before) : Inactive.NEW);
        }
        return new Standing(arranged, episode);
    }

    /** The standing with so many levels, as that of a group which nothing was told of yet has to have. */
    private Standing fit(int size) {
        if (levels.size() == size) return this;
        return arranged(IntStream.range(0, size).boxed().toList());
    }

    /**
     * The standing after one look at one window.
     *
     * @param says what the window says of each level
     * @param look the same for all
     * @param beginning the episode that would begin
     */
    Standing next(List<Says> says, Judge.Look look, Timing timing, Supplier<Episode> beginning) {
        Standing before = fit(says.size());
        List<Lifecycle> after = new ArrayList<>();
        for (int i = 0; i < says.size(); i++) {
            Verdict verdict = new Verdict(look.end(), says.get(i), look.dataTime(), look.closing());
            after.add(before.levels.get(i).next(verdict, i == 0 ? timing : timing.unwatched()));
        }
        if (after.get(0) instanceof Inactive ended) return before.end(ended.settledTo());
        if (!isOpen()) return new Standing(after, Optional.of(beginning.get()));
        Standing moved = new Standing(after, episode);
        return transition(before, moved).isPresent() ? moved.with(Episode::next) : moved;
    }

    /** The same, with windows that end at a time or before beginning nothing, unless there is an episode. */
    Standing settled(long time) {
        return isOpen() || time <= settledTo() ? this : end(time);
    }

    /** The end. Windows that end at {@code settledTo} or before do not begin another episode. */
    Standing end(long settledTo) {
        return new Standing(Collections.nCopies(levels.size(), new Inactive(settledTo)), Optional.empty());
    }

    /** The same, with the episode changed. */
    Standing with(UnaryOperator<Episode> change) {
        return new Standing(levels, episode.map(change));
    }

    /** What subscribers are told; empty when there is nothing to tell. */
    static Optional<Transition> transition(Standing before, Standing after) {
        Optional<Transition> moved = Lifecycle.transition(before.state(), after.state());
        if (moved.isPresent()) return moved;
        boolean changed = after.state() instanceof On && before.level() != after.level();
        return changed ? Optional.of(Transition.SEVERITY_CHANGED) : Optional.empty();
    }

    void encode(Encoder out) {
        out.number(levels.size());
        levels.forEach(level -> encode(out, level));
        out.flag(episode.isPresent());
        episode.ifPresent(open -> open.encode(out));
    }

    private static void encode(Encoder out, Lifecycle level) {
        if (level instanceof Inactive inactive) {
            out.number(0).number(inactive.settledTo());
            return;
        }
        Open open = (Open) level;
        out.number(open instanceof Pending ? 1 : open instanceof Active ? 2 : open instanceof Recovering ? 3 : 4);
        out.number(open.breach().windowEnd()).number(open.breach().seen());
        if (open instanceof Pending pending) out.number(pending.since()).number(pending.heldTo());
        if (open instanceof Recovering recovering) out.number(recovering.since());
        if (open instanceof Watched watched) out.number(watched.since());
    }

    static Standing decode(Decoder in) {
        List<Lifecycle> levels = new ArrayList<>();
        for (int i = in.integer(); i > 0; i--) levels.add(decodeLevel(in, in.integer()));
        return new Standing(levels, in.flag() ? Optional.of(Episode.decode(in)) : Optional.empty());
    }

    /** Before layout 2 of heads there was one level, and the episode lay in it. */
    static Standing decodeFirst(Decoder in) {
        int kind = in.integer();
        Optional<Episode> episode = kind == 0 ? Optional.empty() : Optional.of(Episode.decode(in));
        return new Standing(List.of(decodeLevel(in, kind)), episode);
    }

    private static Lifecycle decodeLevel(Decoder in, int kind) {
        if (kind == 0) return new Inactive(in.number());
        Breach breach = new Breach(in.number(), in.number());
        return switch (kind) {
            case 1 -> new Pending(breach, in.number(), in.number());
            case 2 -> new Active(breach);
            case 3 -> new Recovering(breach, in.number());
            default -> new Watched(breach, in.number());
        };
    }
}
