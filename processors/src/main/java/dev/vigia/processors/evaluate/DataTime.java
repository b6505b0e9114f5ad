package dev.vigia.processors.evaluate;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import dev.vigia.processors.state.Key;
import dev.vigia.processors.state.OrderedStore;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Input;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far event time is known to be complete: for each source the lowest watermark over all partitions of its topic. It
 * is known once a tick has said how many partitions there are and the watermark of each is known; it never goes back.
 */
final class DataTime {

    private static final int LAYOUT = 2;
    private static final byte[] KEY = Key.of('I').bytes();

    private final OrderedStore store;
    private final Map<String, Source> topics;
    private final Map<Source, Progress> sources = new EnumMap<>(Source.class);
    /** By clock, where it is known; another map each time that it moves. */
    private Map<Clock, Long> known = Map.of();
    /** By how much watermarks are behind what was read. */
    private long margin;

    /** What is known of one topic. */
    private static final class Progress {
        int partitions;
        long complete = Long.MIN_VALUE;
        final Map<Integer, Last> last = new TreeMap<>();
    }

    /** The last cut of one partition. */
    private record Last(long from, long to, long watermark) {}

    /** @param topics the source that each topic is, by the topic's full name */
    DataTime(OrderedStore store, Map<String, Source> topics) {
        this.store = store;
        this.topics = topics;
        for (Source source : Source.values()) sources.put(source, new Progress());
        store.get(KEY).ifPresent(this::load);
        known = find();
    }

    /** The source that a topic is; empty for a topic that no rule reads. */
    Optional<Source> source(String topic) {
        return Optional.ofNullable(topics.get(topic));
    }

    /** The data time of a clock in milliseconds since 1970-01-01 UTC; empty while it is not known. */
    OptionalLong of(Clock clock) {
        Long complete = known.get(clock);
        return complete == null ? OptionalLong.empty() : OptionalLong.of(complete);
    }

    private Map<Clock, Long> find() {
        Map<Clock, Long> found = new EnumMap<>(Clock.class);
        for (Clock clock : Clock.values()) {
            long complete = Long.MAX_VALUE;
            for (Source source : clock.sources()) complete = Math.min(complete, progress(source).complete);
            if (complete != Long.MIN_VALUE) found.put(clock, complete);
        }
        return Collections.unmodifiableMap(found);
    }

    /**
     * Up to where all partitions of a clock have been read: later than its data time by the margin that late records have.
     * Empty while data time is not known.
     */
    OptionalLong readTo(Clock clock) {
        OptionalLong complete = of(clock);
        return complete.isEmpty() ? complete : OptionalLong.of(complete.getAsLong() + margin);
    }

    /** The highest watermark of any partition that a clock goes by. */
    long fastest(Clock clock) {
        long fastest = Long.MIN_VALUE;
        for (Source source : clock.sources()) {
            for (Last last : progress(source).last.values()) fastest = Math.max(fastest, last.watermark);
        }
        return fastest;
    }

    /** The data times that are known, as they are now. */
    Map<Clock, Long> known() {
        return known;
    }

    /** Up to where the clocks have been read whose data time is known. */
    Map<Clock, Long> read() {
        Map<Clock, Long> read = new EnumMap<>(Clock.class);
        known.forEach((clock, complete) -> read.put(clock, complete + margin));
        return read;
    }

    /** The watermark of a partition in milliseconds since 1970-01-01 UTC, 0 if unknown; empty if it was not heard of. */
    OptionalLong watermark(Source source, int partition) {
        Last last = progress(source).last.get(partition);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last.watermark);
    }

    /** How many partitions a source has; 0 while nobody has said. */
    int partitions(Source source) {
        return progress(source).partitions;
    }

    /** Takes in which partitions there are. A topic that is not named stays as it was. */
    void take(Iterable<Input> inputs) {
        boolean changed = false;
        for (Input input : inputs) {
            Source source = topics.get(input.getTopic());
            if (source == null || input.getPartitions() <= progress(source).partitions) continue;
            progress(source).partitions = input.getPartitions();
            changed = true;
        }
        if (changed) store();
    }

    /**
     * Takes in the cuts of a frame. Data time moves with {@link #advance}.
     *
     * @return the sources of which it has taken a partition further
     */
    Set<Source> take(Frame frame, Faults faults) {
        Set<Source> risen = EnumSet.noneOf(Source.class);
        margin = frame.getMargin();
        for (Cut cut : frame.getCuts()) {
            Source source = topics.get(cut.getTopic());
            if (source == null) continue;
            Map<Integer, Last> lasts = progress(source).last;
            Last before = lasts.get(cut.getPartition());
            if (before == null) {
                lasts.put(cut.getPartition(), new Last(cut.getFromOffset(), cut.getToOffset(), cut.getWatermark()));
                continue;
            }
            // Pieces of a frame have the same cuts; version 1 of the schema does not say that they are pieces.
            if (cut.getWatermark() > before.watermark) risen.add(source);
            boolean piece = cut.getFromOffset() == before.from && cut.getToOffset() == before.to;
            if (!piece && cut.getFromOffset() != before.to) faults.broken(cut, before.to);
            lasts.put(
                    cut.getPartition(),
                    new Last(
                            cut.getFromOffset(),
                            Math.max(cut.getToOffset(), before.to),
                            Math.max(cut.getWatermark(), before.watermark)));
        }
        return risen;
    }

    /** Hears of cuts that leave a gap or overlap. */
    @FunctionalInterface
    interface Faults {
        void broken(Cut cut, long expectedFrom);
    }

    /**
     * Moves data time to where the cuts that were taken in allow.
     *
     * @param mayBegin whether data time that is not known may get known
     */
    void advance(boolean mayBegin) {
        for (Progress progress : sources.values()) {
            if (progress.complete == Long.MIN_VALUE && !mayBegin) continue;
            if (progress.partitions == 0 || progress.last.size() < progress.partitions) continue;
            long lowest = Long.MAX_VALUE;
            for (Last last : progress.last.values()) lowest = Math.min(lowest, last.watermark);
            if (lowest > 0) progress.complete = Math.max(progress.complete, lowest);
        }
        known = find();
        store();
    }

    private Progress progress(Source source) {
        return sources.computeIfAbsent(source, missing -> new Progress());
    }

    private void store() {
        Encoder out = new Encoder(LAYOUT).number(sources.size());
        sources.forEach((source, progress) -> {
            out.text(source.name()).number(progress.partitions).number(progress.complete);
            out.number(progress.last.size());
            progress.last.forEach((partition, last) ->
                    out.number(partition).number(last.from).number(last.to).number(last.watermark));
        });
        store.put(KEY, out.number(margin).toBytes());
    }

    private void load(byte[] bytes) {
        Decoder in = new Decoder(bytes, LAYOUT);
        for (int i = in.integer(); i > 0; i--) {
            Progress progress = progress(Source.valueOf(in.text()));
            progress.partitions = in.integer();
            progress.complete = in.number();
            for (int j = in.integer(); j > 0; j--) {
                progress.last.put(in.integer(), new Last(in.number(), in.number(), in.number()));
            }
        }
        if (in.version() > 1) margin = in.number();
    }
}
