package dev.vigia.platform;

/** A part of the platform did not start. The message says which one, why, and where its log is. */
public final class StartFailedException extends RuntimeException {
    StartFailedException(String message) {
        super(message);
    }

    StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
