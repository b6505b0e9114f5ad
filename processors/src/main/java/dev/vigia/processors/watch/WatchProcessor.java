package dev.vigia.processors.watch;

import static java.util.Objects.requireNonNull;

import dev.vigia.processors.state.StreamsStore;
import dev.vigia.processors.watch.Figure.Measure;
import dev.vigia.runtime.DeadLetters;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DeliveryStatus;
import dev.vigia.schemas.avro.Metric;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Counts dead letters and failed deliveries, and tells of them and of what the lookout sees. */
final class WatchProcessor implements Processor<byte[], byte[], byte[], Metric> {

    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Set<DeliveryStatus> FAILURES = EnumSet.of(DeliveryStatus.RETRYABLE, DeliveryStatus.FAILED);

    private final Topics topics;
    private final AvroDeserializer<Delivery> deliveries;
    private final Lookout lookout;
    private @Nullable ProcessorContext<byte[], Metric> context;
    private @Nullable Watching watching;

    WatchProcessor(Topics topics, RegistryClient registry, Lookout lookout) {
        this.topics = topics;
        this.deliveries = new AvroDeserializer<>(registry, Delivery.class);
        this.lookout = lookout;
    }

    @Override
    public void init(ProcessorContext<byte[], Metric> initialized) {
        context = initialized;
        watching = new Watching(new StreamsStore(initialized.getStateStore(WatchTopology.STATE)));
        initialized.schedule(ASK, PunctuationType.WALL_CLOCK_TIME, streamsClock -> look());
    }

    private void look() {
        lookout.next().ifPresent(reading -> {
            for (Metric metric : requireNonNull(watching).tell(reading)) {
                requireNonNull(context).forward(new Record<>(null, metric, reading.at()));
            }
        });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        String topic = requireNonNull(context).recordMetadata().orElseThrow().topic();
        Optional<Figure> figure =
                topic.equals(topics.deadLetters().name()) ? Optional.of(deadLetter(record)) : failure(topic, record);
        figure.ifPresent(happened -> requireNonNull(watching).count(happened, record.timestamp()));
    }

    private static Figure deadLetter(Record<byte[], byte[]> record) {
        return Figure.of(
                Measure.DEAD_LETTERS,
                Map.of(
                        "topic", header(record.headers(), DeadLetters.TOPIC),
                        "stage", header(record.headers(), DeadLetters.STAGE)));
    }

    /** Whatever is written to the topic by others has no headers of ours. */
    private static String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? "unknown"
                : new String(header.value(), StandardCharsets.UTF_8);
    }

    private Optional<Figure> failure(String topic, Record<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(deliveries.deserialize(topic, record.value()))
                    .filter(delivery -> FAILURES.contains(delivery.getStatus()))
                    .map(delivery -> Figure.of(
                            Measure.CHANNEL_FAILURES,
                            Map.of(
                                    "receiver", delivery.getReceiver(),
                                    "channel", delivery.getChannel(),
                                    "final", Boolean.toString(delivery.getStatus() == DeliveryStatus.FAILED))));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            return Optional.empty(); // control, which reads it as well, makes the dead letter
        }
    }

    @Override
    public void close() {
        lookout.rest();
    }
}
