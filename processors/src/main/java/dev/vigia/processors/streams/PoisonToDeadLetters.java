package dev.vigia.processors.streams;

import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a topology cannot read becomes a dead letter, in the same transaction, and the topology goes on. When only the
 * registry is away, the thread fails and tries again. Public because Kafka Streams makes it by name.
 */
public final class PoisonToDeadLetters implements DeserializationExceptionHandler {

    /** Configuration keys: where the dead letters go, and what they name as the stage. */
    static final String TOPIC = "vigia.dead.letters.topic";

    static final String STAGE = "vigia.stage";

    private static final Logger LOG = LoggerFactory.getLogger(PoisonToDeadLetters.class);

    private String topic = "";
    private String stage = "";

    @Override
    public void configure(Map<String, ?> configs) {
        topic = String.valueOf(configs.get(TOPIC));
        stage = String.valueOf(configs.get(STAGE));
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> source, Exception error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException) return Response.fail();
        }
        String reason = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        LOG.warn(
                "{} {}-{} offset {} is a dead letter: {}",
                stage,
                source.topic(),
                source.partition(),
                source.offset(),
                reason);
        // Streams hands over the record as it was decoded; the bytes are in the context.
        Headers headers = DeadLetters.headers(
                source.headers(), stage, reason, source.topic(), source.partition(), source.offset());
        return Response.resume(List.of(
                new ProducerRecord<>(topic, null, null, context.sourceRawKey(), context.sourceRawValue(), headers)));
    }
}
