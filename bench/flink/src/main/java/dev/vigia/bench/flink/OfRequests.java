package dev.vigia.bench.flink;

import dev.vigia.bench.Taken;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Adds requests up. */
final class OfRequests implements AggregateFunction<FlinkRequest, FlinkTotals, FlinkTotals> {

    @Override
    public FlinkTotals createAccumulator() {
        return new FlinkTotals();
    }

    @Override
    public FlinkTotals add(FlinkRequest request, FlinkTotals totals) {
        Taken.one();
        return totals.add(request.get());
    }

    @Override
    public FlinkTotals getResult(FlinkTotals totals) {
        return totals;
    }

    @Override
    public FlinkTotals merge(FlinkTotals one, FlinkTotals other) {
        return one.merge(other);
    }
}
