package dev.vigia.sinks.elasticsearch.documents;

import dev.vigia.schemas.avro.Rollup;
import java.nio.ByteBuffer;

/** One minute of one series. A later revision replaces an earlier one. */
final class RollupDocument {

    private RollupDocument() {}

    static void write(Rollup rollup, Fields fields) {
        fields.millis("@timestamp", rollup.getWindowStart())
                .text("event.kind", "metric")
                .millis("event.start", rollup.getWindowStart())
                .millis("event.end", rollup.getWindowEnd())
                .text("service.name", rollup.getService())
                .text("rollup.kind", rollup.getKind())
                .flat("rollup.dimensions", rollup.getDimensions())
                .number("rollup.part", rollup.getPart())
                .number("rollup.revision", rollup.getRevision())
                .number("rollup.count", rollup.getCount())
                .number("rollup.errors", rollup.getErrors())
                .number("rollup.client_errors", rollup.getClientErrors())
                .number("rollup.values", rollup.getValues());
        if (rollup.getValues() > 0) values(rollup, fields);
    }

    private static void values(Rollup rollup, Fields fields) {
        fields.real("rollup.sum", rollup.getSum())
                .real("rollup.min", rollup.getMin())
                .real("rollup.max", rollup.getMax())
                .real("rollup.last", rollup.getLast())
                .real("rollup.p50", rollup.getP50())
                .real("rollup.p95", rollup.getP95())
                .real("rollup.p99", rollup.getP99());
        if (rollup.getSketch() != null) fields.bytes("rollup.sketch", bytes(rollup.getSketch()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
