package dev.vigia.console.views;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Listening;
import dev.vigia.schemas.avro.Post;
import dev.vigia.schemas.avro.PostedAlert;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Appends alerts from outside to {@code alerts.posted}, and every two seconds that it listens for them: only while somebody does
 * can an alert be missed. Thread-safe.
 */
public final class PostProducer implements AutoCloseable {

    private static final long LISTENS_EVERY_MILLIS = 2_000;

    private final Topic topic;
    private final InstantSource clock;
    private final Producer<String, Post> producer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "console-listening");
        thread.setDaemon(true);
        return thread;
    });

    public PostProducer(KafkaSettings kafka, Serializer<Post> serializer, InstantSource clock) {
        this.topic = kafka.topics().alertsPosted();
        this.clock = clock;
        Map<String, Object> config = kafka.producer();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "console-posts");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
        this.producer = new KafkaProducer<>(config, new StringSerializer(), serializer);
    }

    /** Says from now on that it listens. To be called once alerts can come in. */
    void start() {
        timer.scheduleAtFixedRate(this::listen, 0, LISTENS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void listen() {
        try {
            producer.send(new ProducerRecord<>(topic.name(), new Post(new Listening(clock.millis()))));
        } catch (KafkaException e) {
            // Nothing could come in now either. The next time says it again.
        }
    }

    /** Completes when Kafka has all of them, exceptionally when it is not sure to have them. */
    public CompletableFuture<Void> post(List<PostedAlert> alerts) {
        return CompletableFuture.allOf(alerts.stream().map(this::post).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> post(PostedAlert alert) {
        CompletableFuture<Void> appended = new CompletableFuture<>();
        producer.send(new ProducerRecord<>(topic.name(), new Post(alert)), (metadata, failure) -> {
            if (failure == null) appended.complete(null);
            else appended.completeExceptionally(failure);
        });
        return appended;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        producer.close(Duration.ofSeconds(5));
    }
}
