package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.AlertId;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Delta;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.WarmUp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Utils;

/** Packs the deltas of a transaction into frames, one or a few for each output partition. For one thread. */
final class Frames {

    /** About how large a frame may get, in bytes. */
    static final int MAX_BYTES = 500_000;

    private final int signalPartitions;
    private final int deltaPartitions;

    /** The partitions that the topics really have; they may differ from the settings. */
    Frames(int signalPartitions, int deltaPartitions) {
        this.signalPartitions = signalPartitions;
        this.deltaPartitions = deltaPartitions;
    }

    /** Takes frames as they fill, those of a partition in their order. */
    interface Sink {

        /** A frame of rules for a partition of {@code signals}: at least one for each. */
        void signal(int partition, Frame frame);

        /** A frame of built-in series for a partition of {@code deltas}. */
        void delta(int partition, Frame frame);
    }

    /**
     * All that the frames of one transaction have in common.
     *
     * @param writtenAt when it was begun: milliseconds since 1970-01-01 UTC
     * @param closedAt when it was closed
     * @param warmUp what is counted of earlier records, where the frames are of such
     * @param margin by how much watermarks are behind what was read: milliseconds
     */
    record Header(
            List<Cut> cuts, long rulesOffset, long writtenAt, long closedAt, Optional<WarmUp> warmUp, long margin) {

        Header(List<Cut> cuts, long rulesOffset, long writtenAt, long closedAt, long margin) {
            this(cuts, rulesOffset, writtenAt, closedAt, Optional.empty(), margin);
        }

        Frame with(List<Delta> deltas, boolean partial) {
            return new Frame(cuts, rulesOffset, writtenAt, deltas, partial, closedAt, warmUp.orElse(null), margin);
        }
    }

    /** Packs what one transaction has folded, the cuts in the header's order. Returns how many deltas that were. */
    int pack(Header header, Collection<OpenCut> open, Sink into) {
        Packing packing = begin(header, into);
        int index = 0;
        for (OpenCut cut : open) {
            int place = index++;
            cut.fold().ifPresent(fold -> fold.drain(place, packing));
        }
        packing.finish();
        return packing.packed;
    }

    /** Begins the frames of one transaction. */
    Packing begin(Header header, Sink into) {
        return new Packing(header, into);
    }

    /** One transaction's deltas on their way into frames. */
    final class Packing implements Consumer<Delta> {

        private final List<Piece> signals = new ArrayList<>(signalPartitions);
        private final List<Piece> builtIn = new ArrayList<>(deltaPartitions);
        private int packed;

        private Packing(Header header, Sink into) {
            for (int i = 0; i < signalPartitions; i++) {
                int partition = i;
                signals.add(new Piece(header, frame -> into.signal(partition, frame)));
            }
            for (int i = 0; i < deltaPartitions; i++) {
                int partition = i;
                builtIn.add(new Piece(header, frame -> into.delta(partition, frame)));
            }
        }

        @Override
        public void accept(Delta delta) {
            packed++;
            Piece piece = delta.getSpec() == 0
                    ? builtIn.get(seriesPartition(delta, deltaPartitions))
                    : signals.get(AlertId.partition(AlertId.of(delta.getSeries(), delta.getGroup()), signalPartitions));
            piece.add(delta);
        }

        /** There are no more. */
        void finish() {
            signals.forEach(Piece::finish);
            for (Piece piece : builtIn) if (!piece.isEmpty()) piece.finish();
        }
    }

    /** What the next record of one partition will hold. */
    private static final class Piece {

        private final Header header;
        private final Consumer<Frame> into;
        private List<Delta> deltas = new ArrayList<>();
        private long bytes;

        Piece(Header header, Consumer<Frame> into) {
            this.header = header;
            this.into = into;
        }

        boolean isEmpty() {
            return deltas.isEmpty();
        }

        void add(Delta delta) {
            long size = size(delta);
            if (!deltas.isEmpty() && bytes + size > MAX_BYTES) {
                into.accept(header.with(deltas, true));
                deltas = new ArrayList<>();
                bytes = 0;
            }
            deltas.add(delta);
            bytes += size;
        }

        void finish() {
            into.accept(header.with(deltas, false));
        }

        /** About how many bytes a delta takes; rather too many. */
        private static long size(Delta delta) {
            long size = 120L + delta.getSeries().length() + delta.getInstance().length();
            for (String value : delta.getGroup()) size += 2 + 3L * value.length();
            if (delta.getSketch() != null) size += delta.getSketch().remaining();
            if (delta.getDistinct() != null) size += delta.getDistinct().remaining();
            if (delta.getBadDistinct() != null) size += delta.getBadDistinct().remaining();
            return size;
        }
    }

    private static int seriesPartition(Delta delta, int partitions) {
        StringBuilder key = new StringBuilder(delta.getSeries());
        for (String value : delta.getGroup()) key.append('\0').append(value);
        byte[] bytes = key.toString().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }
}
