package dev.vigia.sinks.elasticsearch;

/** What became of a record in the end. */
enum Fate {
    /** Elasticsearch took it. */
    WRITTEN,
    /** Elasticsearch had it already, by id or version. */
    KNOWN,
    /** Kafka has its dead letter. */
    DEAD_LETTERED,
    /** It is a dead letter that Elasticsearch will not have; it stays in its topic. */
    DROPPED,
    /** It asks for nothing. */
    SKIPPED,
    /** Its partition went to another task first. */
    GIVEN_UP
}
