package dev.vigia.processors.verify;

import dev.vigia.processors.verify.Report.Difference;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Whether the cuts in one partition of {@code signals} are gapless, do not overlap and keep their watermarks. */
final class CutCheck {

    private final TopicPartition signals;
    private final boolean whole;
    private final Map<TopicPartition, Long> inputBeginnings;
    private final Findings findings;
    private final Map<TopicPartition, Last> last = new HashMap<>();

    private record Last(Cut cut, long writtenAt) {}

    /**
     * A check that has seen nothing.
     *
     * @param whole whether the partition still has its beginning
     * @param inputBeginnings the first offset that each input partition still has
     */
    CutCheck(TopicPartition signals, boolean whole, Map<TopicPartition, Long> inputBeginnings, Findings findings) {
        this.signals = signals;
        this.whole = whole;
        this.inputBeginnings = inputBeginnings;
        this.findings = findings;
    }

    /** Takes in the next frame. */
    void take(long offset, Frame frame) {
        findings.count("frames", 1);
        for (Cut cut : frame.getCuts()) {
            TopicPartition input = new TopicPartition(cut.getTopic(), cut.getPartition());
            Last before = last.put(input, new Last(cut, frame.getWrittenAt()));
            Optional<String> wrong =
                    before == null ? beginning(input, cut) : following(before, cut, frame.getWrittenAt());
            wrong.ifPresent(detail -> findings.differ(
                    new Difference(signals.topic(), signals.partition(), offset, "cut of " + input, detail)));
        }
    }

    private Optional<String> beginning(TopicPartition input, Cut cut) {
        long first = inputBeginnings.getOrDefault(input, 0L);
        return whole && cut.getFromOffset() > first
                ? Optional.of("the first begins at " + cut.getFromOffset() + ", the partition at " + first)
                : Optional.empty();
    }

    private static Optional<String> following(Last before, Cut cut, long writtenAt) {
        boolean nothing = cut.getFromOffset() == cut.getToOffset();
        // A transaction with much in it comes in several frames.
        if (cut.equals(before.cut()) && (nothing || writtenAt == before.writtenAt())) return Optional.empty();
        long expected = before.cut().getToOffset();
        if (cut.getFromOffset() != expected) {
            String fault = cut.getFromOffset() > expected ? "a gap: it begins at " : "an overlap: it begins at ";
            return Optional.of(fault + cut.getFromOffset() + ", the one before ends at " + expected);
        }
        if (cut.getToOffset() < cut.getFromOffset()) {
            return Optional.of("it ends at " + cut.getToOffset() + ", before it begins at " + cut.getFromOffset());
        }
        if (cut.getWatermark() < before.cut().getWatermark()) {
            return Optional.of(
                    "its watermark goes back from " + before.cut().getWatermark() + " to " + cut.getWatermark());
        }
        return Optional.empty();
    }
}
