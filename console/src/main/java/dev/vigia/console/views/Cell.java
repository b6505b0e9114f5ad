package dev.vigia.console.views;

import dev.vigia.schemas.avro.Rollup;

/**
 * What the last revision says of one part of a minute of a series, without the sketch. Percentiles of several parts together
 * are those of the largest part.
 */
public record Cell(
        long part,
        long revision,
        long count,
        long errors,
        long clientErrors,
        long values,
        double sum,
        double last,
        double p50,
        double p95,
        double p99) {

    static final Cell NOTHING = new Cell(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Cell of(Rollup rollup) {
        return new Cell(
                rollup.getPart(),
                rollup.getRevision(),
                rollup.getCount(),
                rollup.getErrors(),
                rollup.getClientErrors(),
                rollup.getValues(),
                rollup.getSum(),
                rollup.getLast(),
                rollup.getP50(),
                rollup.getP95(),
                rollup.getP99());
    }

    Cell plus(Cell other) {
        Cell larger = values >= other.values ? this : other;
        return new Cell(
                part,
                revision,
                count + other.count,
                errors + other.errors,
                clientErrors + other.clientErrors,
                values + other.values,
                sum + other.sum,
                part >= other.part ? last : other.last,
                larger.p50,
                larger.p95,
                larger.p99);
    }
}
