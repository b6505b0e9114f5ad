package dev.vigia.sinks.notify;

import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import dev.vigia.sinks.DeadLetterSender;
import dev.vigia.sinks.Mailbox;
import dev.vigia.sinks.Offsets;
import dev.vigia.sinks.RawRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads notifications and hands each to the {@link Notifier}, unless its attempt is reported already. For the task's thread
 * only.
 */
final class Inbox {

    /** A partition while this task has it; {@code lost} is read by the notifier's threads. */
    private record Partition(AtomicBoolean lost, DeliveryHistory.Attempts before) {}

    private record Incoming(RawRecord record, Offsets.Tracked tracked) {}

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Deserializer<Notification> deserializer;
    private final DeliveryHistory history;
    private final Notifier notifier;
    private final DeadLetterSender deadLetters;
    private final Mailbox mailbox = new Mailbox();
    private final Offsets offsets = new Offsets();
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private final Deque<Incoming> waiting = new ArrayDeque<>();
    private boolean stuck;

    Inbox(
            Deserializer<Notification> deserializer,
            DeliveryHistory history,
            Notifier notifier,
            DeadLetterSender deadLetters) {
        this.deserializer = deserializer;
        this.history = history;
        this.notifier = notifier;
        this.deadLetters = deadLetters;
    }

    void put(Collection<RawRecord> records) {
        for (RawRecord record : records) {
            waiting.addLast(new Incoming(record, offsets.received(record.partition(), record.offset())));
        }
        advance();
    }

    /** Does what can be done now. */
    void advance() {
        mailbox.run();
        try {
            while (!waiting.isEmpty()) {
                take(waiting.getFirst());
                waiting.removeFirst();
            }
            stuck = false;
        } catch (KafkaException e) {
            if (!stuck) LOG.warn("Notifications wait, and will go on by themselves: {}", e.toString());
            stuck = true;
        }
    }

    /** @throws KafkaException when it has to be taken again later */
    private void take(Incoming incoming) {
        RawRecord record = incoming.record();
        Optional<Notification> notification = Optional.empty();
        String problem = "the record has no value";
        try {
            notification = record.value().map(value -> deserializer.deserialize(record.topic(), value));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            problem = String.valueOf(e.getMessage());
        }
        if (notification.isPresent()) {
            submit(notification.get(), incoming);
        } else {
            bury(incoming, problem);
        }
    }

    private void submit(Notification notification, Incoming incoming) {
        Partition partition = partition(incoming.record());
        DeliveryHistory.Attempt before = partition.before().of(notification);
        if (before.ended()) {
            incoming.tracked().done();
            return;
        }
        notifier.submit(new Notifier.Job(
                notification, before, () -> !partition.lost().get(), () -> mailbox.post(incoming.tracked()::done)));
    }

    /** Whatever may come a second time was written no earlier than the first record that comes now. */
    private Partition partition(RawRecord first) {
        Partition known = partitions.get(first.partition());
        if (known != null) return known;
        Partition fresh = new Partition(new AtomicBoolean(), history.read(first.timestamp()));
        partitions.put(first.partition(), fresh);
        return fresh;
    }

    private void bury(Incoming incoming, String problem) {
        LOG.warn("{} became a dead letter: {}", incoming.record(), problem);
        deadLetters.send(
                incoming.record(),
                problem,
                error -> mailbox.post(() -> {
                    if (error.isPresent()) {
                        waiting.addLast(incoming);
                    } else {
                        incoming.tracked().done();
                    }
                }));
    }

    /** Whether records wait that cannot be read yet. */
    boolean waiting() {
        return !waiting.isEmpty();
    }

    Map<TopicPartition, OffsetAndMetadata> committable() {
        return offsets.committable();
    }

    void lose(Collection<TopicPartition> lost) {
        for (TopicPartition partition : lost) {
            Partition known = partitions.remove(partition);
            if (known != null) known.lost().set(true);
        }
        waiting.removeIf(incoming -> lost.contains(incoming.record().partition()));
        offsets.forget(lost);
    }
}
