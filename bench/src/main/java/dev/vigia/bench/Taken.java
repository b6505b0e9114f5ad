package dev.vigia.bench;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * How many requests the windows by route have taken in this JVM, whichever of its threads does it. What a peer has committed
 * lags behind by up to its commit interval, which is not held against it.
 */
public final class Taken {

    private static final LongAdder COUNT = new LongAdder();

    private Taken() {}

    public static void one() {
        COUNT.increment();
    }

    /** The speed from now on until so many were taken. */
    public static Speed all(long records, BooleanSupplier running) throws InterruptedException {
        long before = COUNT.sum();
        Stretch stretch = new Stretch(records);
        while (!stretch.at(COUNT.sum() - before)) {
            if (!running.getAsBoolean() && COUNT.sum() - before < records) {
                throw new IllegalStateException(
                        "It ended after " + (COUNT.sum() - before) + " of " + records + " records.");
            }
            Thread.sleep(1);
        }
        return stretch.speed();
    }
}
