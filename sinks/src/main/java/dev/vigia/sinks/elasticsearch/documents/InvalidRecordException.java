package dev.vigia.sinks.elasticsearch.documents;

/** A record that can never become a document; the message says why. */
public final class InvalidRecordException extends Exception {

    InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }

    InvalidRecordException(String message) {
        super(message);
    }
}
