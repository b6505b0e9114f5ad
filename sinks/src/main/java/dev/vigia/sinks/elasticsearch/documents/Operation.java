package dev.vigia.sinks.elasticsearch.documents;

/**
 * One record as an entry of a bulk request.
 *
 * @param index the data stream or index that it goes to
 * @param id the document's id, which is the same whenever the record is read
 * @param lines the entry as it is sent: what to do, and the document if there is one, each a line of JSON in UTF-8
 * @param appended whether it goes to a data stream, where only {@code create} is allowed and an id is unique only within one
 *     backing index; else it goes to a plain index, where the version decides
 */
public record Operation(String index, String id, byte[] lines, boolean appended) {

    /** Bytes that it takes in the request. */
    public int size() {
        return lines.length;
    }
}
