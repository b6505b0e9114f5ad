package dev.vigia.sinks.elasticsearch;

/**
 * What one task has done since it started. At any moment {@code received = written + known + deadLettered + dropped +
 * skipped + givenUp + pending}.
 */
public interface SinkMetricsMXBean {

    /** Records that came in. */
    long getReceived();

    /** Documents that Elasticsearch took. */
    long getWritten();

    /** Documents that Elasticsearch had already, by id or version. */
    long getKnown();

    /** Records that became dead letters. */
    long getDeadLettered();

    /** Dead letters that could not be written to Elasticsearch either; they stay in their topic. */
    long getDropped();

    /** Records that ask for nothing. */
    long getSkipped();

    /** Records whose partition went to another task before they were finished. */
    long getGivenUp();

    /** Records on their way. */
    long getPending();

    /** Tries again, of single documents. */
    long getRetries();

    /** Bulk requests that were sent. */
    long getBulks();

    /** Bulk requests on their way. */
    long getInFlight();

    /** Whether Elasticsearch, the schema registry or Kafka keeps the task from its work at the moment. */
    boolean isBlocked();
}
