package dev.vigia.runtime;

/**
 * Something that the person in front of the program can mend. The message is one line that names the offender and says what
 * to do; the launcher prints it without a stack trace and exits with a code other than 0.
 */
public final class UserException extends RuntimeException {

    public UserException(String message) {
        super(message);
    }

    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
