package dev.vigia.chaos.verdict;

import static java.util.Objects.requireNonNull;

import dev.vigia.chaos.load.Claim.Fate;
import dev.vigia.chaos.load.Signal;
import dev.vigia.chaos.verdict.DeadLetter.Place;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Rollup;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the topics that users see from their beginning, while they are written, on a thread of its own. Thread-safe. */
public final class Observer implements AutoCloseable {

    private static final long RETRY_MILLIS = 500;

    private final Topics topics;
    private final RegistryClient registry;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, Signal> signals = new HashMap<>();
    private final Map<Signal, AvroDeserializer<? extends SpecificRecord>> readers = new EnumMap<>(Signal.class);
    private final AvroDeserializer<Alert> alertReader;
    private final AvroDeserializer<Rollup> rollupReader;
    private final AvroDeserializer<Notification> notificationReader;
    private final AvroDeserializer<Delivery> deliveryReader;
    private final Evidence evidence;
    private final Thread thread;
    private volatile boolean stopping;

    /** @param fates what has to become of the records of a lane */
    public Observer(KafkaSettings kafka, IntFunction<Fate> fates) {
        this.topics = kafka.topics();
        this.evidence = new Evidence(fates);
        registry = new RegistryClient(kafka.schemaRegistry());
        alertReader = new AvroDeserializer<>(registry, Alert.class);
        rollupReader = new AvroDeserializer<>(registry, Rollup.class);
        notificationReader = new AvroDeserializer<>(registry, Notification.class);
        deliveryReader = new AvroDeserializer<>(registry, Delivery.class);
        for (Signal signal : Signal.values()) {
            signals.put(signal.topic(topics).name(), signal);
            readers.put(signal, new AvroDeserializer<>(registry, signal.type()));
        }
        consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(
                        topics.logs(),
                        topics.metrics(),
                        topics.spans(),
                        topics.rollups(),
                        topics.alerts(),
                        topics.notifications(),
                        topics.deliveries(),
                        topics.deadLetters())
                .flatMap(Observer::partitions)
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = new Thread(this::run, "observer");
        thread.setDaemon(true);
        thread.start();
    }

    private static Stream<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions()).mapToObj(number -> new TopicPartition(topic.name(), number));
    }

    private void run() {
        while (!stopping) {
            try {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    while (!take(record) && !stopping) TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                }
            } catch (KafkaException e) {
                // Brokers come and go; the position stays.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Whether it could be done: a schema that was not seen before has to wait for a registry that is away. */
    private boolean take(ConsumerRecord<byte[], byte[]> record) {
        Place place = new Place(record.topic(), record.partition(), record.offset());
        synchronized (evidence) {
            try {
                take(place, record);
            } catch (RegistryUnavailableException e) {
                return false;
            } catch (SerializationException e) {
                evidence.unreadable(place);
            }
            if (signals.containsKey(record.topic())) evidence.record(record.topic());
        }
        return true;
    }

    private void take(Place place, ConsumerRecord<byte[], byte[]> record) {
        Signal signal = signals.get(record.topic());
        if (signal != null) {
            evidence.telemetry(signal, place, read(requireNonNull(readers.get(signal)), record), record.value());
        } else if (record.topic().equals(topics.rollups().name())) {
            evidence.rollup(new String(record.key(), StandardCharsets.UTF_8), read(rollupReader, record));
        } else if (record.topic().equals(topics.alerts().name())) {
            evidence.alert(read(alertReader, record));
        } else if (record.topic().equals(topics.notifications().name())) {
            evidence.tellings().add(read(notificationReader, record));
        } else if (record.topic().equals(topics.deliveries().name())) {
            evidence.tellings().add(read(deliveryReader, record));
        } else {
            deadLetter(place, record);
        }
    }

    private static <T> T read(AvroDeserializer<T> reader, ConsumerRecord<byte[], byte[]> record) {
        return requireNonNull(reader.deserialize(record.topic(), record.value()));
    }

    private void deadLetter(Place place, ConsumerRecord<byte[], byte[]> record) {
        if (record.headers().lastHeader(DeadLetters.STAGE) == null) {
            evidence.unreadable(place);
            return;
        }
        Place source = new Place(
                header(record, DeadLetters.TOPIC),
                Integer.parseInt(header(record, DeadLetters.PARTITION)),
                Long.parseLong(header(record, DeadLetters.OFFSET)));
        evidence.deadLetter(new DeadLetter(header(record, DeadLetters.STAGE), source), record.value());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Looks at what was found so far, while nothing is added. */
    <T> T look(Function<Evidence, T> at) {
        synchronized (evidence) {
            return at.apply(evidence);
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        registry.close();
    }
}
