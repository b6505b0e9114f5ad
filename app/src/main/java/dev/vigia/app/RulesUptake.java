package dev.vigia.app;

import dev.vigia.processors.streams.StreamsPart;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Cut;
import dev.vigia.schemas.avro.Frame;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Watches a version of the rules come into force: {@code aggregate} counts every partition by it, as its frames say, of which
 * each partition of {@code signals} gets one at least once a second; and {@code control} has passed it on to
 * {@code evaluate}. It hears what is written from its making on. For one thread.
 */
final class RulesUptake implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaSettings kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroDeserializer<Signal> signals;
    private final Admin admin;
    private final Set<String> behind = new TreeSet<>();
    private boolean passedOn;

    RulesUptake(KafkaSettings kafka, RegistryClient registry) {
        this.kafka = kafka;
        this.signals = new AvroDeserializer<>(registry, Signal.class);
        this.consumer = new KafkaConsumer<>(kafka.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        TopicPartition first = new TopicPartition(kafka.topics().signals().name(), 0);
        consumer.assign(List.of(first));
        consumer.seekToEnd(List.of(first));
        consumer.position(first);
        for (Topic topic : kafka.topics().aggregated()) {
            for (PartitionInfo partition : consumer.partitionsFor(topic.name())) {
                behind.add(topic.name() + "-" + partition.partition());
            }
        }
        this.admin = Admin.create(kafka.common());
    }

    /**
     * Waits until a version is in force.
     *
     * @param version offset in {@code control}
     * @return what is not there after that time; empty when it is in force
     */
    Optional<String> await(long version, Duration patience) {
        int all = behind.size();
        long begun = System.nanoTime();
        while (true) {
            consumer.poll(POLL).forEach(record -> take(record, version));
            passedOn = passedOn || isPassedOn(version);
            if (behind.isEmpty() && passedOn) return Optional.empty();
            if (System.nanoTime() - begun > patience.toNanos()) return Optional.of(missing(all));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, long version) {
        try {
            Signal signal = signals.deserialize(record.topic(), record.value());
            if (signal == null || !(signal.getBody() instanceof Frame frame)) return;
            if (frame.getRulesOffset() < version) return;
            for (Cut cut : frame.getCuts()) behind.remove(cut.getTopic() + "-" + cut.getPartition());
        } catch (RegistryUnavailableException e) {
            throw new UserException("Cannot read " + record.topic() + ": " + e.getMessage(), e);
        } catch (SerializationException e) {
            // Nobody else reads it, either.
        }
    }

    private boolean isPassedOn(long version) {
        TopicPartition control = new TopicPartition(kafka.topics().control().name(), 0);
        try {
            var committed = admin.listConsumerGroupOffsets(StreamsPart.group(kafka, "control"))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(control);
            return committed != null && committed.offset() > version;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) return false;
            throw new UserException("Cannot ask Kafka on " + kafka.bootstrapServers() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserException("Interrupted while waiting for the rules to come into force.", e);
        }
    }

    private String missing(int all) {
        if (behind.isEmpty()) return "evaluate has not heard of it: control does not pass it on";
        return "aggregate counts " + behind.size() + " of " + all + " partitions by the rules of before ("
                + behind.iterator().next() + (behind.size() > 1 ? " …" : "") + ")";
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
