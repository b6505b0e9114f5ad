package dev.vigia.sinks.notify;

import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.sinks.DeadLetterSender;
import dev.vigia.sinks.KafkaKeys;
import dev.vigia.sinks.RawRecord;
import dev.vigia.sinks.Version;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connect's side of an {@link Inbox} and a {@link Notifier}. */
public final class NotifySinkTask extends SinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(NotifySinkTask.class);

    /** How long a poll lasts at most; shorter than what the {@link Pulse} takes for a gap. */
    private static final long POLL_MILLIS = 1_000;

    private record Running(Inbox inbox, Notifier notifier, DeadLetterSender deadLetters, Pulse pulse) {}

    private Optional<Running> running = Optional.empty();

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public void start(Map<String, String> properties) {
        NotifySinkConfig config = new NotifySinkConfig(properties);
        Receivers receivers = Receivers.of(config);
        receivers.wrong().forEach(wrong -> LOG.warn("A receiver cannot be told: {}", wrong.getMessage()));
        Topics topics = KafkaKeys.topics(config);
        RegistryClient registry = new RegistryClient(config.originals());
        var producer = KafkaKeys.producer(config, new ByteArraySerializer(), new ByteArraySerializer());
        DeadLetterSender deadLetters =
                new DeadLetterSender(producer, topics.deadLetters().name(), "notify");
        String deliveries = topics.deliveries().name();
        Pulse pulse = new Pulse(System::nanoTime);
        DeliveryHistory history = new DeliveryHistory(
                () -> new KafkaConsumer<>(
                        KafkaKeys.settings(config).consumer(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                new AvroDeserializer<>(registry, Delivery.class),
                deliveries);
        Notifier notifier = new Notifier(
                receivers,
                new DeliveryWriter(producer, new AvroSerializer<>(registry), deliveries, Clock.systemUTC()),
                config,
                pulse,
                new LastLook(pulse, history::read, config.timeout(), Thread::sleep));
        Inbox inbox = new Inbox(new AvroDeserializer<>(registry, Notification.class), history, notifier, deadLetters);
        running = Optional.of(new Running(inbox, notifier, deadLetters, pulse));
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        running.ifPresent(task -> task.pulse().confirmed());
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        running.orElseThrow().pulse().beat();
        Inbox inbox = running.orElseThrow().inbox();
        inbox.put(records.stream().map(RawRecord::of).toList());
        TopicPartition[] all = context.assignment().toArray(TopicPartition[]::new);
        if (inbox.waiting()) {
            context.pause(all);
        } else {
            context.resume(all);
        }
        context.timeout(POLL_MILLIS);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Inbox inbox = running.orElseThrow().inbox();
        inbox.advance();
        Map<TopicPartition, OffsetAndMetadata> done = inbox.committable();
        done.keySet().retainAll(current.keySet());
        return done;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        running.ifPresent(task -> task.inbox().lose(partitions));
    }

    @Override
    public void stop() {
        running.ifPresent(task -> {
            task.notifier().close();
            task.deadLetters().close();
        });
        running = Optional.empty();
    }
}
