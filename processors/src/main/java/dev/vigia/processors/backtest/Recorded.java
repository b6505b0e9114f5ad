package dev.vigia.processors.backtest;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Signal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What an installation has recorded, as far as retention has left it. For one thread. */
interface Recorded {

    /** How many partitions {@code signals} has, and {@code alerts}. */
    int partitions();

    /** Everything in {@code control}, in order. */
    List<Said> control();

    /** A partition of {@code signals}, from the first that is to be folded on. */
    SignalLog signals(int partition);

    /** Gives everything in a partition of {@code alerts}, in order. */
    void alerts(int partition, Consumer<Told> into);

    /** The original records of a cut; empty when some of them have expired. */
    Optional<List<ConsumerRecord<byte[], byte[]>>> records(Cut cut);

    /** One partition of {@code signals}, read on and on. */
    interface SignalLog {

        /** Whether it begins with the first signal that there ever was. */
        boolean isWhole();

        /** The alerts that follow from signals before this offset are sure to be written. */
        long evaluated();

        /** When the next one was appended, in milliseconds since 1970-01-01 UTC; empty at the end. */
        OptionalLong nextAppended();

        /** Takes the next one. */
        Entry next();
    }

    /** A signal and its offset. */
    record Entry(long offset, Signal signal) {}

    /** A transition and the offset of the record that tells of it, or of the signal that it follows from. */
    record Told(long offset, Alert alert) {}
}
