package dev.vigia.sinks.elasticsearch;

import java.util.List;

/** What became of a bulk request as a whole. */
sealed interface BulkResult {

    /** It was carried out; one result an entry, in their order. */
    record Answered(List<ItemResult> items) implements BulkResult {}

    /** The server will not take this request: too large, or malformed. A smaller one may pass. */
    record Refused(String reason) implements BulkResult {}

    /**
     * There was no answer, or one that says nothing about the entries.
     *
     * @param maybeWritten whether the request may have been carried out
     */
    record Unavailable(String reason, boolean maybeWritten) implements BulkResult {}

    /** Classifies a status other than 2xx. */
    static BulkResult of(int status, String reason) {
        return switch (status) {
            case 400, 413 -> new Refused("status " + status + ": " + reason);
            case 401, 403, 404, 429 -> new Unavailable("status " + status + ": " + reason, false);
            default -> new Unavailable("status " + status + ": " + reason, status >= 500);
        };
    }
}
