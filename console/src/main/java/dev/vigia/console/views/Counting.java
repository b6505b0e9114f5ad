package dev.vigia.console.views;

import dev.vigia.runtime.Health;
import dev.vigia.schemas.avro.Balance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * Whether {@code aggregate} counts what comes in. While nothing comes, its partitions are complete up to some seconds ago all
 * the same, so that quiet is told from standing still. Thread-safe.
 */
public final class Counting {

    /** As long as the watch over the processors waits before it calls something late, or nearly. */
    private static final Duration LATE = Duration.ofSeconds(60);

    private final Balances balances;
    private final InstantSource clock;

    Counting(Balances balances, InstantSource clock) {
        this.balances = balances;
        this.clock = clock;
    }

    /** Degraded while a partition is not counted; then charts and alerts are behind. */
    public Health health() {
        List<Balance> late = balances.all().stream().filter(this::isCountedLate).toList();
        if (late.isEmpty()) return Health.healthy();
        Balance first = late.stream()
                .min(Comparator.comparingLong(Balance::getCompleteUpTo))
                .orElseThrow();
        Instant upTo = Instant.ofEpochMilli(first.getCompleteUpTo()).truncatedTo(ChronoUnit.SECONDS);
        String partition = first.getTopic() + "-" + first.getPartition();
        String others = late.size() == 1 ? "" : " and " + (late.size() - 1) + " more partitions";
        return Health.degraded(
                partition + others + ": nothing is counted after " + upTo
                        + ", whether records come or not. The processors are behind or gone: is there a process with aggregate?");
    }

    /** What is on its way to Elasticsearch, or does not add up, holds a partition back as well; that is told by others. */
    private boolean isCountedLate(Balance balance) {
        return balance.getCompleteUpTo() > 0
                && balance.getLag() == 0
                && balance.getMissing() == 0
                && balance.getSurplus() == 0
                && clock.millis() - balance.getCompleteUpTo() >= LATE.toMillis();
    }
}
