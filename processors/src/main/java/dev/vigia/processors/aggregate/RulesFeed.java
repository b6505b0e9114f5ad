package dev.vigia.processors.aggregate;

import dev.vigia.processors.rules.Rule;
import dev.vigia.processors.rules.RuleFiles;
import dev.vigia.runtime.UserException;
import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.schemas.serde.RegistryUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules in force, as {@code control} has them. For one thread. */
final class RulesFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RulesFeed.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AvroDeserializer<Control> deserializer;
    private final TopicPartition partition;
    private final Set<String> seen = new HashSet<>();
    private final RuleFiles files = new RuleFiles();
    private final RuleVersions versions = new RuleVersions();
    private long offset = -1;

    /** @param config of a consumer that reads what was committed */
    RulesFeed(Map<String, Object> config, Topic control, RegistryClient registry) {
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deserializer = new AvroDeserializer<>(registry, Control.class);
        partition = new TopicPartition(control.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** Reads all there is. */
    void readWhole() {
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (consumer.position(partition) < end) take(Duration.ofMillis(100));
    }

    /** Reads what has come and does not wait for more; says whether there was a rule file in it. */
    boolean readNew() {
        return take(Duration.ZERO);
    }

    /** Offset of the last rule file, whether it was sound or not; -1 when there was none. */
    long offset() {
        return offset;
    }

    /** The rules of all times. */
    RuleVersions versions() {
        return versions;
    }

    Collection<Rule> rules() {
        return files.rules();
    }

    private boolean take(Duration patience) {
        boolean changed = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            Optional<Control> control = ruleFile(record);
            if (control.isEmpty()) continue;
            take((RuleFile) control.get().getBody());
            offset = record.offset();
            versions.add(offset, files.rules(), control.get().getAt());
            changed = true;
        }
        return changed;
    }

    private Optional<Control> ruleFile(ConsumerRecord<byte[], byte[]> record) {
        try {
            Control control = deserializer.deserialize(record.topic(), record.value());
            if (control == null || !seen.add(control.getId())) return Optional.empty();
            return Optional.of(control).filter(said -> said.getBody() instanceof RuleFile);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            LOG.warn("Offset {} of {} is left out: {}", record.offset(), record.topic(), e.getMessage());
            return Optional.empty();
        }
    }

    private void take(RuleFile file) {
        try {
            files.take(file);
        } catch (UserException e) {
            LOG.warn("Rules stay as they were: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
