package dev.vigia.processors.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.rules.Rule.Source;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.FoldedCut;
import dev.vigia.schemas.avro.Log;
import dev.vigia.schemas.avro.OffsetRun;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OpenCutTest {

    private static final TopicPartition PARTITION = new TopicPartition("logs", 1);
    private static final long NOW = 1_000_000;
    private static final long MARGIN = 10_000;
    private static final long NOT_COMPLETE = Long.MIN_VALUE;

    private OpenCut cut = OpenCut.at(PARTITION, Source.LOGS, new OffsetAndMetadata(7));

    @Test
    void close_nothingRead_isEmptyAndKnowsNothing() {
        assertThat(close(NOT_COMPLETE)).isEqualTo(new Cut("logs", 1, 7L, 7L, 0L, 0L));
        assertThat(cut.hasMoved()).isFalse();
    }

    @Test
    void close_behind_watermarkFollowsTheNewestEvent() {
        read(NOW - 50_000, 9);
        read(NOW - 90_000, 12);
        assertThat(close(NOT_COMPLETE)).isEqualTo(new Cut("logs", 1, 7L, 12L, 2L, NOW - 60_000));
    }

    @Test
    void close_newestEventAheadOfTheClock_watermarkFollowsTheClock() {
        read(NOW + 300_000, 9);
        assertThat(close(NOT_COMPLETE).getWatermark()).isEqualTo(NOW - MARGIN);
    }

    @Test
    void close_everythingRead_watermarkFollowsTheClock() {
        read(NOW - 500_000, 9);
        assertThat(close(NOW - MARGIN - 200).getWatermark()).isEqualTo(NOW - MARGIN - 200);
    }

    @Test
    void close_again_doesNotGoBackAndGoesOnWhereItEnded() {
        read(NOW, 9);
        close(NOW - MARGIN);
        cut.committed();
        read(NOW - 100_000, 11);
        assertThat(close(NOT_COMPLETE)).isEqualTo(new Cut("logs", 1, 9L, 11L, 1L, NOW - MARGIN));
    }

    @Test
    void offset_afterRestart_bringsTheWatermarkBack() {
        read(NOW, 9);
        close(NOW - MARGIN);
        cut = OpenCut.at(PARTITION, Source.LOGS, cut.offset());
        assertThat(close(NOT_COMPLETE)).isEqualTo(new Cut("logs", 1, 9L, 9L, 0L, NOW - MARGIN));
    }

    @Test
    void counted_recordsWithMarkersBetween_namesTheOffsetsThatHaveOne() {
        Fold fold = new Fold(Source.LOGS, CompiledRules.of(List.of()), AggregateSettings.of("x"), NOW);
        cut.read(fold, List.of(record(7), record(8), record(9)));
        cut.read(fold, List.of(record(10), record(12), record(13), record(20)));
        cut.moved(new OffsetAndMetadata(22));
        close(NOT_COMPLETE);

        assertThat(cut.counted())
                .isEqualTo(new FoldedCut(
                        "logs",
                        1,
                        7L,
                        22L,
                        0L,
                        List.of(new OffsetRun(7L, 11L), new OffsetRun(12L, 14L), new OffsetRun(20L, 21L))));

        cut.committed();
        close(NOT_COMPLETE);
        assertThat(cut.counted()).isEqualTo(new FoldedCut("logs", 1, 22L, 22L, 0L, List.of()));
    }

    @Test
    void at_offsetSetByHand_beginsWithoutWatermark() {
        cut = OpenCut.at(PARTITION, Source.LOGS, new OffsetAndMetadata(3, "by me,today"));
        assertThat(close(NOT_COMPLETE).getWatermark()).isZero();
    }

    private Cut close(long complete) {
        return cut.close(complete, NOW - MARGIN, MARGIN);
    }

    private void read(long millis, long next) {
        Fold fold = cut.fold()
                .orElseGet(() -> new Fold(Source.LOGS, CompiledRules.of(List.of()), AggregateSettings.of("x"), NOW));
        assertThat(fold.add(
                        next - 1, Log.newBuilder().setTimestamp(millis * 1_000).build()))
                .isEmpty();
        cut.read(fold, List.of(record(next - 1)));
        cut.moved(new OffsetAndMetadata(next));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, new byte[0], new byte[0]);
    }
}
