package dev.vigia.processors.rules;

import java.io.Serial;

/** An expression that is not CEL, or not about the records it is meant for. The message is one line with the column. */
public final class FilterException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    FilterException(String message) {
        super(message);
    }
}
