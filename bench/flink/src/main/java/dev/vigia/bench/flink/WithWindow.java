package dev.vigia.bench.flink;

import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.functions.windowing.WindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Puts the series and the start of the window beside what is in it. */
final class WithWindow implements WindowFunction<FlinkTotals, Tuple3<String, Long, FlinkTotals>, String, TimeWindow> {

    @Override
    public void apply(
            String series,
            TimeWindow window,
            Iterable<FlinkTotals> all,
            Collector<Tuple3<String, Long, FlinkTotals>> out) {
        for (FlinkTotals totals : all) out.collect(Tuple3.of(series, window.getStart(), totals));
    }
}
