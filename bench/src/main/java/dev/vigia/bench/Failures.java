package dev.vigia.bench;

import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A figure in which something failed is none. */
final class Failures {

    private Failures() {}

    /** Ends the program when a record was not written. */
    static void stop(@Nullable RecordMetadata written, @Nullable Exception failure) {
        if (failure == null) return;
        System.err.println("A record was not written: " + failure);
        Runtime.getRuntime().exit(1);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) throw new IllegalStateException(otherwise);
    }
}
