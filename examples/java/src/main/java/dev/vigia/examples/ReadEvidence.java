package dev.vigia.examples;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.Exemplar;
import dev.vigia.schemas.avro.OffsetRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the records behind the last ACTIVE of an alert, by their offsets. Argument: the alert's id. */
final class ReadEvidence {

    private final KafkaConsumer<String, SpecificRecord> consumer;

    private ReadEvidence(KafkaConsumer<String, SpecificRecord> consumer) {
        this.consumer = consumer;
    }

    public static void main(String[] args) {
        try (KafkaConsumer<String, SpecificRecord> consumer = new KafkaConsumer<>(config())) {
            new ReadEvidence(consumer).print(args[0]);
        }
    }

    private void print(String alertId) {
        Alert alert = lastActive(alertId);
        System.out.printf("%s: %s%n", alert.getAlertId(), alert.getSummary());
        for (OffsetRange range : alert.getEvidence().getRanges()) {
            TopicPartition partition = new TopicPartition(range.getTopic(), range.getPartition());
            int found =
                    read(partition, range.getFromOffset(), range.getToOffset()).size();
            System.out.printf(
                    "%s offsets %d to %d: %d records, of which %d counted%n",
                    partition, range.getFromOffset(), range.getToOffset(), found, range.getCount());
        }
        for (Exemplar exemplar : alert.getEvidence().getExemplars()) {
            TopicPartition partition = new TopicPartition(exemplar.getTopic(), exemplar.getPartition());
            read(partition, exemplar.getOffset(), exemplar.getOffset())
                    .forEach(record -> System.out.println(record.value()));
        }
    }

    private Alert lastActive(String alertId) {
        List<Alert> found = new ArrayList<>();
        consumer.partitionsFor("alerts").forEach(info -> {
            TopicPartition partition = new TopicPartition(info.topic(), info.partition());
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            for (ConsumerRecord<String, SpecificRecord> record : read(partition, 0, end - 1)) {
                Alert alert = (Alert) record.value();
                if (record.key().equals(alertId) && alert.getTransition().name().equals("ACTIVE")) found.add(alert);
            }
        });
        if (found.isEmpty()) throw new IllegalArgumentException("The alert " + alertId + " was never active.");
        return found.get(found.size() - 1);
    }

    /** All records between two offsets, both included. Some offsets have none: transactions leave marks in the log. */
    private List<ConsumerRecord<String, SpecificRecord>> read(TopicPartition partition, long from, long to) {
        List<ConsumerRecord<String, SpecificRecord>> records = new ArrayList<>();
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        while (consumer.position(partition) <= to) {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() <= to) records.add(record);
            }
        }
        return records;
    }

    private static Properties config() {
        Properties config = new Properties();
        config.put("bootstrap.servers", setting("VIGIA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"));
        config.put(
                "schema.registry.url", setting("VIGIA_SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081/apis/ccompat/v7"));
        config.put("isolation.level", "read_committed");
        // Whoever asks for an offset that retention has taken gets what is left from there on.
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        config.put("value.deserializer", "dev.vigia.schemas.serde.AvroDeserializer");
        config.put("specific.avro.reader", "true");
        return config;
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
