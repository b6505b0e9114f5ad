package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.runtime.Health;
import dev.vigia.runtime.Health.Status;
import dev.vigia.schemas.avro.Balance;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CountingTest {

    private long now = Instant.parse("2027-01-15T08:00:00Z").toEpochMilli();
    private final Balances balances = new Balances();
    private final Counting counting = new Counting(balances, () -> Instant.ofEpochMilli(now));

    /** The watermark of a partition that is counted goes on with the clock. */
    @Test
    void nothingComesIn_isNoReasonToWorry() {
        assertThat(counting.health()).isEqualTo(Health.healthy());
        for (int second = 0; second < 600; second++) {
            now += 1_000;
            balances.accept(counted(0).build());
            assertThat(counting.health()).isEqualTo(Health.healthy());
        }
    }

    @Test
    void aggregateStandsStill_isSaidUntilItHasCaughtUp() {
        balances.accept(counted(0).build());
        balances.accept(counted(1).build());
        now += 47_999;
        assertThat(counting.health()).isEqualTo(Health.healthy());
        now += 1;
        assertThat(counting.health().status()).isEqualTo(Status.DEGRADED);
        assertThat(counting.health().detail())
                .startsWith("logs-0 and 1 more partitions: nothing is counted after 2027-01-15T07:59:48Z,");
        now += 600_000;
        balances.accept(counted(0).build());
        assertThat(counting.health().detail()).startsWith("logs-1: nothing is counted after 2027-01-15T07:59:48Z,");
        balances.accept(counted(1).build());
        assertThat(counting.health()).isEqualTo(Health.healthy());
    }

    /** The ledger has metrics and alerts of its own for that. */
    @Test
    void recordsThatAreCountedAndNotWritten_areNotMeant() {
        balances.accept(counted(0).setLag(3).build());
        balances.accept(counted(1).setMissing(1).build());
        balances.accept(counted(2).setSurplus(1).build());
        balances.accept(counted(3).setCompleteUpTo(0).build());
        now += 600_000;
        assertThat(counting.health()).isEqualTo(Health.healthy());
    }

    private Balance.Builder counted(int partition) {
        return Samples.balance("logs", partition, 50, 0).setCompleteUpTo(now - 12_000);
    }
}
