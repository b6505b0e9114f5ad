package dev.vigia.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The schema registry gave no answer that says anything about the record: it is down, too busy, or does not let us in. The
 * record may be fine; the same call can succeed later.
 */
public final class RegistryUnavailableException extends SerializationException {

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public RegistryUnavailableException(String message) {
        super(message);
    }
}
