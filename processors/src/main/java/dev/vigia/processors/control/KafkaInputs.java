package dev.vigia.processors.control;

import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Input;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of the aggregated topics as the brokers have them, looked up in the background at the first call and
 * then once a minute. Called from one thread.
 */
final class KafkaInputs implements Inputs, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaInputs.class);
    private static final Duration LOOK_UP_EVERY = Duration.ofMinutes(1);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private final Clock clock;
    private @Nullable Admin admin;
    private volatile List<Input> inputs = List.of();
    private volatile long nextLookUp = Long.MIN_VALUE;
    private volatile boolean failed;

    KafkaInputs(KafkaSettings kafka, Clock clock) {
        this.kafka = kafka;
        this.clock = clock;
    }

    @Override
    public List<Input> known() {
        long now = clock.millis();
        if (now >= nextLookUp) {
            nextLookUp = now + LOOK_UP_EVERY.toMillis();
            lookUp(now);
        }
        return inputs;
    }

    private void lookUp(long now) {
        Admin client = admin;
        if (client == null) admin = client = Admin.create(kafka.common());
        List<String> names =
                kafka.topics().aggregated().stream().map(Topic::name).toList();
        client.describeTopics(names).allTopicNames().whenComplete((found, error) -> {
            if (error == null) {
                inputs = inputs(found);
                failed = false;
                return;
            }
            nextLookUp = now + TRY_AGAIN_AFTER.toMillis();
            if (!failed) LOG.warn("Cannot look up the partitions of {}; trying again: {}", names, error.toString());
            failed = true;
        });
    }

    private static List<Input> inputs(Map<String, TopicDescription> found) {
        return new TreeMap<>(found)
                .values().stream()
                        .map(topic -> new Input(topic.name(), topic.partitions().size()))
                        .toList();
    }

    @Override
    public void close() {
        if (admin != null) admin.close(Duration.ofSeconds(5));
    }
}
