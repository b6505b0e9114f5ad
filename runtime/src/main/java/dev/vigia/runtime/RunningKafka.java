package dev.vigia.runtime;

import dev.vigia.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** What a command that reads Kafka itself asks first: whether Kafka is there, and Vigia's topics are in it. */
public final class RunningKafka {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private RunningKafka() {}

    /**
     * Waits for an answer for 10 s at most.
     *
     * @throws UserException when Kafka does not answer, refuses, or was never set up for Vigia; it says what to do
     */
    public static void require(KafkaSettings kafka) {
        require(kafka, PATIENCE);
    }

    static void require(KafkaSettings kafka, Duration patience) {
        Map<String, Object> config = kafka.common();
        int millis = Math.toIntExact(patience.toMillis());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        try (Admin admin = Admin.create(config)) {
            requireSetUp(kafka, admin.listTopics().names().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Interrupted before Kafka answered.", e);
        } catch (ExecutionException e) {
            throw isSilence(e) ? silent(kafka, e) : unreachable(kafka, "refuses: " + message(e), e);
        } catch (KafkaException e) {
            throw unasked(kafka, e);
        }
    }

    private static void requireSetUp(KafkaSettings kafka, Set<String> topics) {
        Topic control = kafka.topics().control();
        if (topics.contains(control.name())) return;
        throw new UserException("Kafka at " + kafka.bootstrapServers() + " has no topic " + control.name()
                + " that this user may see: run `vigia setup` once, or mend kafka.topic_prefix in vigia.yaml.");
    }

    /** Whether that is why something has failed. */
    static boolean isSilence(ExecutionException e) {
        return e.getCause() instanceof TimeoutException;
    }

    static UserException silent(KafkaSettings kafka, ExecutionException cause) {
        return unreachable(kafka, "does not answer", cause);
    }

    /** No name of a server can be resolved, or a property makes no sense. */
    static UserException unasked(KafkaSettings kafka, KafkaException cause) {
        return unreachable(kafka, "cannot be asked: " + message(cause), cause);
    }

    private static UserException unreachable(KafkaSettings kafka, String what, Exception cause) {
        return new UserException(
                "Kafka at " + kafka.bootstrapServers() + " " + what
                        + ". Start it (`vigia up` does), or say where it is: VIGIA_BOOTSTRAP_SERVERS, or"
                        + " kafka.bootstrap_servers in vigia.yaml.",
                cause);
    }

    static String message(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).replaceFirst("\\.$", "");
    }
}
