package dev.vigia.ingest.ship;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Records on their way to the gateway in one request, and where each stood. Not thread-safe until it is {@link #close}d. */
final class Batch {

    private static final long MAX_BYTES = 1 << 20;

    private final NdjsonBody body = new NdjsonBody();
    private final List<Place> places = new ArrayList<>();
    private byte[] bytes = new byte[0];

    /** A line of a file. */
    record Place(String file, long line) {
        @Override
        public String toString() {
            return file + ", line " + line;
        }
    }

    void add(ObjectNode json, Line line) {
        body.add(json);
        places.add(new Place(line.origin().name(), line.number()));
    }

    boolean isFull(int maxRecords) {
        return places.size() >= maxRecords || body.plainBytes() >= MAX_BYTES;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    int size() {
        return places.size();
    }

    /** No more records after this. */
    void close() {
        bytes = body.gzipped();
    }

    /** The same at every attempt. */
    byte[] bytes() {
        return bytes;
    }

    /** @param index from 0 */
    Place place(int index) {
        return places.get(Math.min(Math.max(index, 0), places.size() - 1));
    }

    Place last() {
        return places.get(places.size() - 1);
    }
}
