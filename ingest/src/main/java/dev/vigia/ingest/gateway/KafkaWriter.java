package dev.vigia.ingest.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Writes batches to Kafka and tells when all replicas have them. Thread-safe. */
final class KafkaWriter implements AutoCloseable {

    /**
     * What became of a batch.
     *
     * @param written how many of its records are on all replicas
     * @param failure why the others are not
     */
    record Outcome(int written, Optional<Exception> failure) {}

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

    private final Producer<byte[], byte[]> producer;
    private volatile @Nullable String trouble;

    KafkaWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Why the last batch was not written; empty when it was. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Blocks while Kafka is not known or the producer's buffer is full, at most as long as {@code max.block.ms} says. */
    CompletableFuture<Outcome> write(List<ProducerRecord<byte[], byte[]>> batch) {
        if (batch.isEmpty()) return CompletableFuture.completedFuture(new Outcome(0, Optional.empty()));
        Acknowledgments acknowledgments = new Acknowledgments(batch.size());
        int sent = 0;
        try {
            while (sent < batch.size() && !acknowledgments.failed()) {
                producer.send(batch.get(sent), acknowledgments);
                sent++;
            }
        } catch (KafkaException | IllegalStateException e) {
            acknowledgments.fail(e);
        }
        acknowledgments.done(batch.size() - sent);
        return acknowledgments.outcome.whenComplete((outcome, error) ->
                trouble = outcome.failure().map(Exception::getMessage).orElse(null));
    }

    /** Waits for what is on its way. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    /** Counts the answers to one batch: one callback for all of its records. */
    private static final class Acknowledgments implements Callback {

        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final AtomicInteger open;
        private final AtomicInteger written = new AtomicInteger();
        private volatile @Nullable Exception failure;

        Acknowledgments(int records) {
            // One more, which is done when all are sent: answers come while others are still to be sent.
            this.open = new AtomicInteger(records + 1);
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
            if (exception == null) {
                written.incrementAndGet();
            } else {
                fail(exception);
            }
            count(1);
        }

        boolean failed() {
            return failure != null;
        }

        void fail(Exception exception) {
            failure = exception;
        }

        void done(int unsent) {
            count(unsent + 1);
        }

        private void count(int answers) {
            if (open.addAndGet(-answers) == 0) {
                outcome.complete(new Outcome(written.get(), Optional.ofNullable(failure)));
            }
        }
    }
}
