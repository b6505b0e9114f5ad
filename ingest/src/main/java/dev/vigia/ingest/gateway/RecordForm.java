package dev.vigia.ingest.gateway;

import com.fasterxml.jackson.core.JsonParser;
import dev.vigia.schemas.json.Defaults;
import dev.vigia.schemas.json.InvalidRecord;
import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One kind of record: how it is read, and where it goes. Thread-safe.
 *
 * @param <R> the record
 */
interface RecordForm<R> {

    /** What metrics call it. */
    String signal();

    /** Reads the object that the parser stands on. */
    R parse(JsonParser parser, Defaults defaults) throws IOException, InvalidRecord;

    /** When it happened: microseconds since 1970-01-01 UTC. */
    long timestamp(R record);

    /**
     * The record as Kafka gets it. One with an id goes where repeated ids are dropped.
     *
     * @throws org.apache.kafka.common.errors.SerializationException when the schema cannot be had from the registry
     */
    ProducerRecord<byte[], byte[]> encode(R record);
}
