package dev.vigia.sinks.elasticsearch.documents;

import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperationVariant;

/**
 * One record as an entry of a bulk request.
 *
 * @param index the data stream or index that it goes to
 * @param id the document's id, which is the same whenever the record is read
 * @param entry what to do, with the document if there is one
 * @param size bytes that it takes in the request, or a few more
 * @param appended whether it goes to a data stream, where only {@code create} is allowed and an id is unique only within one
 *     backing index; else it goes to a plain index, where the version decides
 */
public record Operation(String index, String id, BulkOperation entry, int size, boolean appended) {

    /** Of the line before the document, without its names. */
    private static final int ACTION_BYTES = 100;

    static Operation of(String index, String id, BulkOperationVariant action, int documentBytes) {
        BulkOperation entry = new BulkOperation(action);
        int size = ACTION_BYTES + index.length() + id.length() + documentBytes;
        return new Operation(index, id, entry, size, entry.isCreate());
    }
}
