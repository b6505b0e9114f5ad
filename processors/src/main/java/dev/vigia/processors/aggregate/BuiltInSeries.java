package dev.vigia.processors.aggregate;

import org.apache.avro.specific.SpecificRecord;

/** What is counted of every record of one kind, rules or none. For one partition and one transaction. */
interface BuiltInSeries {

    /** Event time in microseconds since 1970-01-01 UTC. */
    long timestamp(SpecificRecord record);

    /** How many happenings a record stands for, at least 1. */
    long weight(SpecificRecord record);

    void fold(SpecificRecord record, long offset, long bucket);
}
