package dev.vigia.platform;

/** A part of the platform did not start. The message says which one, why, where its log is, and what may help. */
public final class StartFailedException extends RuntimeException {

    private final boolean endedByItself;

    StartFailedException(String message) {
        super(message);
        this.endedByItself = false;
    }

    StartFailedException(String message, Throwable cause) {
        super(message, cause);
        this.endedByItself = false;
    }

    /** @param endedByItself whether its process has given up, rather than that it was ended or took too long */
    StartFailedException(String message, boolean endedByItself) {
        super(message);
        this.endedByItself = endedByItself;
    }

    /** Whether its process has given up, rather than that it was ended or took too long. */
    boolean endedByItself() {
        return endedByItself;
    }
}
