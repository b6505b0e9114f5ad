package dev.vigia.sinks.elasticsearch;

import co.elastic.clients.elasticsearch._types.ErrorCause;
import java.util.Objects;
import java.util.Set;

/** What became of one entry of a bulk request. A bulk request is answered with 200 even when entries failed. */
sealed interface ItemResult {

    /** It is in Elasticsearch now. */
    record Written() implements ItemResult {}

    /** What nearly every entry is answered. */
    Written WRITTEN = new Written();

    /** It was there already: the same id, or a version at least as new. */
    record Known() implements ItemResult {}

    /**
     * It may work later.
     *
     * @param maybeWritten whether it may be in Elasticsearch nonetheless
     */
    record Retry(String reason, boolean maybeWritten) implements ItemResult {}

    /** It will work once somebody has mended something outside: a full disk, a missing template, a missing right. */
    record Blocked(String reason) implements ItemResult {}

    /** Elasticsearch will never take this document. */
    record Rejected(String reason) implements ItemResult {}

    /** Errors that are about an index or the cluster and not about the document, whatever their status. */
    Set<String> OUTSIDE = Set.of(
            "cluster_block_exception",
            "index_not_found_exception",
            "index_closed_exception",
            "security_exception",
            // The cluster's limit of shards, when an index has to be made first.
            "validation_exception");

    /** The server's words for an error, and for its cause if it names one. */
    static String reason(ErrorCause error) {
        String reason = Objects.requireNonNullElse(error.reason(), "");
        ErrorCause cause = error.causedBy();
        return cause == null || cause.reason() == null ? reason : reason + ": " + cause.reason();
    }

    /**
     * Classifies an entry's answer.
     *
     * @param error type of the error; empty if there was none
     * @param reason the server's words for it
     */
    static ItemResult of(int status, String error, String reason) {
        String words = error.isEmpty() ? "status " + status : error + ": " + reason;
        if (OUTSIDE.contains(error)) return new Blocked(words);
        // A deletion of what is not there has no error.
        if (status < 300 || (status == 404 && error.isEmpty())) return WRITTEN;
        if (status == 409 && error.equals("version_conflict_engine_exception")) return new Known();
        if (status == 409 || status == 429) return new Retry(words, false);
        if (status >= 500) return new Retry(words, true);
        if (status == 401 || status == 403 || status == 404) return new Blocked(words);
        return new Rejected(words);
    }
}
