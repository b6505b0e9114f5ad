package dev.vigia.sinks.elasticsearch;

/**
 * How much is written at once, and how long things wait.
 *
 * @param batchSize most entries of a bulk request, at least 1
 * @param bulkBytes size of a bulk request in bytes that is not exceeded, unless one document alone does
 * @param maxInFlight bulk requests at a time, at least 1
 * @param maxBufferedRecords records held in memory, of all partitions together and from a partition's first unfinished one
 *     on; above, partitions are paused
 * @param maxBufferedBytes the same in bytes, roughly
 * @param maxDocumentBytes larger documents become dead letters
 * @param lingerMillis how long a bulk request that is not full waits while others are on their way
 * @param backoffMillis first wait before something is tried again; it doubles up to {@code maxBackoffMillis}
 * @param flushTimeoutMillis longest wait for what is on its way when partitions are given up
 */
record WriterSettings(
        int batchSize,
        int bulkBytes,
        int maxInFlight,
        int maxBufferedRecords,
        long maxBufferedBytes,
        int maxDocumentBytes,
        long lingerMillis,
        long backoffMillis,
        long maxBackoffMillis,
        long flushTimeoutMillis) {

    /** The wait before the next try. */
    long backoff(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), 20);
        return Math.min(backoffMillis << doublings, maxBackoffMillis);
    }
}
