package dev.vigia.bench.flink;

import dev.vigia.bench.Request;
import dev.vigia.bench.Totals;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;

/** {@link Totals} as a value of Flink's. Public, with a constructor without parameters, because Flink makes it. */
public final class FlinkTotals implements CopyableValue<FlinkTotals> {

    private Totals totals = new Totals();

    public FlinkTotals() {}

    Totals totals() {
        return totals;
    }

    FlinkTotals add(Request request) {
        totals.add(request);
        return this;
    }

    FlinkTotals merge(FlinkTotals other) {
        totals.merge(other.totals);
        return this;
    }

    @Override
    public void write(DataOutputView out) throws IOException {
        totals.write(out);
    }

    @Override
    public void read(DataInputView in) throws IOException {
        totals = Totals.read(in);
    }

    @Override
    public int getBinaryLength() {
        return -1;
    }

    @Override
    public void copyTo(FlinkTotals target) {
        target.totals = new Totals();
        target.totals.merge(totals);
    }

    @Override
    public FlinkTotals copy() {
        return new FlinkTotals().merge(this);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        Totals.read(source).write(target);
    }
}
