package dev.vigia.processors.ledger;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The watermarks of the cuts whose records are not all accounted for yet. Where they are many, only some are kept, spread evenly
 * over time: completeness is then told in larger steps. Mutable.
 */
final class Marks {

    static final int MOST = 64;

    /**
     * How far event time is complete at an offset.
     *
     * @param watermark milliseconds since 1970-01-01 UTC
     */
    private record Mark(long offset, long watermark) {}

    /** Both numbers grow from one to the next. */
    private Deque<Mark> marks = new ArrayDeque<>();

    /** A cut ends at an offset, which does not go back. */
    void add(long offset, long watermark) {
        Mark last = marks.peekLast();
        if (last != null && last.watermark() >= watermark) return;
        if (last != null && last.offset() == offset) marks.removeLast();
        marks.addLast(new Mark(offset, watermark));
        if (marks.size() > MOST) thin();
    }

    /** Keeps about half of them. */
    private void thin() {
        long step = 2 * (marks.getLast().watermark() - marks.getFirst().watermark()) / MOST;
        Deque<Mark> kept = new ArrayDeque<>();
        long next = Long.MIN_VALUE;
        for (Mark mark : marks) {
            if (mark.watermark() < next && mark != marks.peekLast()) continue;
            kept.addLast(mark);
            next = mark.watermark() + step;
        }
        marks = kept;
    }

    /**
     * The watermark of the last cut that ends at an offset or before; it and those before are forgotten.
     *
     * @param otherwise when there is none
     */
    long passed(long offset, long otherwise) {
        long watermark = otherwise;
        while (!marks.isEmpty() && marks.getFirst().offset() <= offset) {
            watermark = Math.max(watermark, marks.removeFirst().watermark());
        }
        return watermark;
    }

    void encode(Encoder out) {
        out.number(marks.size());
        for (Mark mark : marks) out.number(mark.offset()).number(mark.watermark());
    }

    static Marks decode(Decoder in) {
        Marks marks = new Marks();
        for (int i = in.integer(); i > 0; i--) marks.marks.addLast(new Mark(in.number(), in.number()));
        return marks;
    }
}
