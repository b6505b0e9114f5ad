package dev.vigia.sinks.elasticsearch;

import dev.vigia.schemas.Topic;
import dev.vigia.schemas.avro.LedgerEntry;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import dev.vigia.sinks.DeadLetterSender;
import dev.vigia.sinks.KafkaKeys;
import dev.vigia.sinks.RawRecord;
import dev.vigia.sinks.Version;
import dev.vigia.sinks.elasticsearch.documents.Documents;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Connect's side of a {@link BulkWriter}. */
public final class ElasticsearchSinkTask extends SinkTask {

    private record Running(BulkWriter writer, Pauses pauses, Parts parts, CommittedOffsets committed) {}

    private Optional<Running> running = Optional.empty();

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public void start(Map<String, String> properties) {
        ElasticsearchSinkConfig config = new ElasticsearchSinkConfig(properties);
        var topics = KafkaKeys.topics(config);
        var producer = KafkaKeys.producer(config, new ByteArraySerializer(), new ByteArraySerializer());
        RegistryClient registry = new RegistryClient(config.originals());
        Documents documents = new Documents(topics, new Documents.Readers() {
            @Override
            public <T> Deserializer<T> reader(Class<T> type) {
                return new AvroDeserializer<>(registry, type);
            }
        });
        LedgerSender ledger =
                new LedgerSender(producer, topics.ledgerEntries().name(), new AvroSerializer<LedgerEntry>(registry));
        Set<String> counted = topics.aggregated().stream().map(Topic::name).collect(Collectors.toSet());
        Parts parts = new Parts(
                new HttpElasticsearch(config.connection()),
                documents,
                new DeadLetterSender(producer, topics.deadLetters().name(), "elasticsearch"),
                new Acknowledgements(ledger, counted, config.writing().flushTimeoutMillis(), Clock.systemUTC()),
                new SinkMetrics(
                        properties.getOrDefault("name", "elasticsearch"),
                        properties.getOrDefault(ElasticsearchSinkConfig.TASK, "0")),
                Clock.systemUTC());
        BulkWriter writer = new BulkWriter(config.writing(), parts);
        CommittedOffsets committed =
                new CommittedOffsets(KafkaKeys.settings(config).common(), properties);
        running = Optional.of(new Running(writer, new Pauses(context, writer), parts, committed));
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        running.ifPresent(task -> {
            task.pauses().opened(partitions);
            task.parts().acknowledgements().resume(task.committed().of(partitions));
        });
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        Running task = running.orElseThrow();
        task.writer().put(records.stream().map(RawRecord::of).toList());
        task.pauses().adjust();
        task.writer().tally();
        task.parts().acknowledgements().tellInTime();
        long again = Math.min(
                task.writer().callAgainIn(), task.parts().acknowledgements().callAgainIn());
        if (again < Long.MAX_VALUE) context.timeout(again);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Running task = running.orElseThrow();
        task.writer().advance();
        Map<TopicPartition, OffsetAndMetadata> done =
                task.parts().acknowledgements().committable(task.writer().committable());
        done.keySet().retainAll(current.keySet());
        return done;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        running.ifPresent(task -> {
            task.writer().lose(partitions);
            task.parts().acknowledgements().forget(partitions);
            task.pauses().closed(partitions);
        });
    }

    @Override
    public void stop() {
        running.ifPresent(task -> {
            task.parts().elasticsearch().close();
            task.parts().deadLetters().close();
            task.parts().metrics().close();
        });
        running = Optional.empty();
    }
}
