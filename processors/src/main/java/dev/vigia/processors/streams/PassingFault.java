package dev.vigia.processors.streams;

import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.util.Set;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/**
 * Tells faults that are over by themselves from others. What a broker says passes, such as that it does not answer in time or
 * has aborted the transaction meanwhile: starting anew from the last commit helps. So does it with a store that Kafka Streams finds
 * closed: up to Kafka 4.3.1 that happens to windowed stores that a killed process left behind (KAFKA-20808). What a broker will
 * say again does not pass, nor does anything that a processor throws.
 */
final class PassingFault {

    private static final Set<Class<? extends ApiException>> LASTING = Set.of(
            AuthenticationException.class,
            AuthorizationException.class,
            InvalidConfigurationException.class,
            InvalidTopicException.class,
            RecordTooLargeException.class,
            UnsupportedVersionException.class);

    private PassingFault() {}

    /** Whether something in the chain of causes passes, and nothing lasts. */
    static boolean is(Throwable thrown) {
        boolean passing = false;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            Throwable cause = t;
            if (LASTING.stream().anyMatch(lasting -> lasting.isInstance(cause))) return false;
            passing |= t instanceof ApiException
                    || t instanceof RegistryUnavailableException
                    || t instanceof InvalidStateStoreException;
        }
        return passing;
    }
}
