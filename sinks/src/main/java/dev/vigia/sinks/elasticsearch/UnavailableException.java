package dev.vigia.sinks.elasticsearch;

/** Something that is needed does not answer, or not as it should; trying again later may help. */
final class UnavailableException extends Exception {

    UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    UnavailableException(String message) {
        super(message);
    }
}
