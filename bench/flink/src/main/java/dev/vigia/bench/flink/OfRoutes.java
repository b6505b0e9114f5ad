package dev.vigia.bench.flink;

import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.java.tuple.Tuple3;

/** Adds the windows of a service's routes up. */
final class OfRoutes implements AggregateFunction<Tuple3<String, Long, FlinkTotals>, FlinkTotals, FlinkTotals> {

    @Override
    public FlinkTotals createAccumulator() {
        return new FlinkTotals();
    }

    @Override
    public FlinkTotals add(Tuple3<String, Long, FlinkTotals> route, FlinkTotals totals) {
        return totals.merge(route.f2);
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
