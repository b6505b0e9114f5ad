package dev.vigia.ingest.shop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * Something that a service of the shop reports.
 *
 * @param timestamp when; {@code json} has it, too
 * @param json in Vigia's native form
 */
public record ShopRecord(Kind kind, Instant timestamp, ObjectNode json) {

    /** What it is, and where it is posted. */
    public enum Kind {
        LOG("/ingest/logs"),
        METRIC("/ingest/metrics");

        private final String path;

        Kind(String path) {
            this.path = path;
        }

        /** Path of the gateway. */
        public String path() {
            return path;
        }
    }
}
