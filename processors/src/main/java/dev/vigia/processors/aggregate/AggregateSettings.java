package dev.vigia.processors.aggregate;

import dev.vigia.runtime.UserException;
import java.time.Duration;

/**
 * How {@code aggregate} runs.
 *
 * @param instanceId names this instance among the copies of the program; the same after a restart; default {@code local}
 * @param commitInterval how often what was folded is committed, 10 ms to 5 s; default 100 ms
 * @param watermarkMargin how much later than its event time a record may arrive before event time counts as complete;
 *     default 10 s
 * @param maxSeriesPerService how many routes, metric series or operations of one service a transaction keeps apart in one
 *     partition; the rest goes to {@value Fold#OVERFLOW}; default 1000
 * @param maxGroupsPerRule the same for the groups of one rule; default 10000
 * @param warmUpRecords how many records of each partition are read again at most when rules are new or count something else, so
 *     that their windows are full at once; default 2,000,000
 */
public record AggregateSettings(
        String instanceId,
        Duration commitInterval,
        Duration watermarkMargin,
        int maxSeriesPerService,
        int maxGroupsPerRule,
        long warmUpRecords) {

    public AggregateSettings {
        instanceId = instanceId == null || instanceId.isBlank() ? "local" : instanceId;
        commitInterval = commitInterval == null ? Duration.ofMillis(100) : commitInterval;
        watermarkMargin = watermarkMargin == null ? Duration.ofSeconds(10) : watermarkMargin;
        maxSeriesPerService = maxSeriesPerService == 0 ? 1_000 : maxSeriesPerService;
        maxGroupsPerRule = maxGroupsPerRule == 0 ? 10_000 : maxGroupsPerRule;
        warmUpRecords = warmUpRecords == 0 ? 2_000_000 : warmUpRecords;
        if (!instanceId.matches("[a-zA-Z0-9._-]{1,200}")) {
            throw new UserException(
                    "aggregate.instance_id '" + instanceId + "' may have letters, digits and . _ - only");
        }
        if (commitInterval.toMillis() < 10 || commitInterval.toMillis() > 5_000) {
            throw new UserException("aggregate.commit_interval is 10ms to 5s");
        }
        if (watermarkMargin.isNegative()) throw new UserException("aggregate.watermark_margin is 0 or more");
        if (maxSeriesPerService < 1 || maxGroupsPerRule < 1) {
            throw new UserException("aggregate.max_series_per_service and max_groups_per_rule are 1 or more");
        }
        if (warmUpRecords < 1) throw new UserException("aggregate.warm_up_records is 1 or more");
    }

    /** Settings with everything but the instance at its default. */
    public static AggregateSettings of(String instanceId) {
        return new AggregateSettings(instanceId, Duration.ofMillis(100), Duration.ofSeconds(10), 1_000, 10_000, 0);
    }
}
