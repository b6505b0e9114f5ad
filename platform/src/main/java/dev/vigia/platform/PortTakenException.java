package dev.vigia.platform;

/** A port is in use by somebody else. The message is one line for the user: which port, whose, and what moves it. */
public final class PortTakenException extends RuntimeException {
    PortTakenException(String message) {
        super(message);
    }
}
