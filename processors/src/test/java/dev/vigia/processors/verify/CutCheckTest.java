package dev.vigia.processors.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CutCheckTest {

    private static final TopicPartition LOGS = new TopicPartition("logs", 0);

    private final Findings findings = new Findings("cuts");
    private long offset;

    private CutCheck check(boolean whole, long beginning) {
        return new CutCheck(new TopicPartition("signals", 1), whole, Map.of(LOGS, beginning), findings);
    }

    private void take(CutCheck check, long from, long to, long watermark, long writtenAt) {
        Cut cut = new Cut("logs", 0, from, to, to - from, watermark);
        check.take(offset++, new Frame(List.of(cut), -1L, writtenAt, List.of(), false, writtenAt, null, 0L));
    }

    @Test
    void take_adjoiningIdleAndSplit_isSound() {
        CutCheck check = check(true, 0);
        take(check, 0, 10, 100, 1);
        take(check, 0, 10, 100, 1);
        take(check, 10, 10, 100, 2);
        take(check, 10, 10, 100, 3);
        take(check, 10, 20, 150, 4);
        assertThat(findings.check().passed()).isTrue();
    }

    @Test
    void take_gap_isNamed() {
        CutCheck check = check(true, 0);
        take(check, 0, 10, 100, 1);
        take(check, 12, 20, 100, 2);
        assertThat(findings.check().first().orElseThrow())
                .hasToString("signals-1 offset 1, cut of logs-0: a gap: it begins at 12, the one before ends at 10");
    }

    @Test
    void take_sameRecordsInAnotherTransaction_isAnOverlap() {
        CutCheck check = check(true, 0);
        take(check, 0, 10, 100, 1);
        take(check, 0, 10, 100, 2);
        assertThat(findings.check().first().orElseThrow().detail()).startsWith("an overlap");
    }

    @Test
    void take_watermarkGoesBack_isNamed() {
        CutCheck check = check(true, 0);
        take(check, 0, 10, 100, 1);
        take(check, 10, 20, 99, 2);
        assertThat(findings.check().first().orElseThrow().detail()).contains("goes back");
    }

    @Test
    void take_firstCut_beginsWhereThePartitionDoes() {
        take(check(true, 5), 5, 10, 100, 1);
        take(check(false, 0), 5, 10, 100, 1);
        assertThat(findings.check().passed()).isTrue();
        take(check(true, 0), 5, 10, 100, 1);
        assertThat(findings.check().passed()).isFalse();
    }
}
