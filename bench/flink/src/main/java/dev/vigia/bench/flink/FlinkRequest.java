package dev.vigia.bench.flink;

import static java.util.Objects.requireNonNull;

import dev.vigia.bench.Request;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.CopyableValue;
import org.jspecify.annotations.Nullable;

/** A {@link Request} as a value of Flink's. Public, with a constructor without parameters, because Flink makes it. */
public final class FlinkRequest implements CopyableValue<FlinkRequest> {

    private @Nullable Request request;

    public FlinkRequest() {}

    FlinkRequest(Request request) {
        this.request = request;
    }

    Request get() {
        return requireNonNull(request);
    }

    @Override
    public void write(DataOutputView out) throws IOException {
        get().write(out);
    }

    @Override
    public void read(DataInputView in) throws IOException {
        request = Request.read(in);
    }

    @Override
    public int getBinaryLength() {
        return -1;
    }

    @Override
    public void copyTo(FlinkRequest target) {
        target.request = request;
    }

    @Override
    public FlinkRequest copy() {
        return new FlinkRequest(get());
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        Request.read(source).write(target);
    }
}
