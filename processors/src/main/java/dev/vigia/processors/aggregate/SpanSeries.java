package dev.vigia.processors.aggregate;

import dev.vigia.processors.aggregate.Accumulator.Keeping;
import dev.vigia.schemas.avro.Span;
import dev.vigia.schemas.avro.SpanKind;
import dev.vigia.schemas.avro.SpanStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** {@code spans} by service and operation: what a service was asked for, not what it asked of others. */
final class SpanSeries implements BuiltInSeries {

    private static final double NANOS = 1e9;

    private final Heap heap;
    private final int maxOperations;
    private final Map<String, Map<String, Series>> services = new HashMap<>();

    SpanSeries(Heap heap, int maxOperations) {
        this.heap = heap;
        this.maxOperations = maxOperations;
    }

    @Override
    public long timestamp(SpecificRecord record) {
        return ((Span) record).getTimestamp();
    }

    @Override
    public long weight(SpecificRecord record) {
        return Math.max(1, Math.round(((Span) record).getWeight()));
    }

    @Override
    public void fold(SpecificRecord record, long offset, long bucket) {
        Span span = (Span) record;
        if (span.getKind() != SpanKind.SERVER && span.getKind() != SpanKind.CONSUMER) return;
        Accumulator accumulator = series(span.getService(), span.getName()).at(bucket, offset);
        long weight = weight(span);
        accumulator.happened(offset, weight, span.getStatus() == SpanStatus.ERROR);
        accumulator.value(span.getDuration() / NANOS, weight, span.getTimestamp());
    }

    private Series series(String service, String operation) {
        Map<String, Series> operations = services.computeIfAbsent(service, name -> new HashMap<>());
        Series series = operations.get(operation);
        if (series != null) return series;
        String kept = operations.size() < maxOperations ? operation : Fold.OVERFLOW;
        return operations.computeIfAbsent(
                kept, key -> heap.add(new Series("spans", 0, List.of(service, key), Keeping.SKETCH)));
    }
}
