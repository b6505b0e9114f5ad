package dev.vigia.examples;

import dev.vigia.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Prints the transitions of alerts as they come, until Ctrl-C. Argument: the consumer group. */
final class SubscribeAlerts {

    private SubscribeAlerts() {}

    public static void main(String[] args) {
        try (KafkaConsumer<String, Alert> consumer =
                new KafkaConsumer<>(config(args.length > 0 ? args[0] : "example-java"))) {
            consumer.subscribe(List.of("alerts"));
            while (true) {
                for (ConsumerRecord<String, Alert> record : consumer.poll(Duration.ofSeconds(1))) print(record.value());
                consumer.commitSync();
            }
        }
    }

    private static Properties config(String group) {
        Properties config = new Properties();
        config.put("bootstrap.servers", setting("VIGIA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"));
        config.put(
                "schema.registry.url", setting("VIGIA_SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081/apis/ccompat/v7"));
        config.put("group.id", group);
        // What was written in a transaction that was given up is not shown. The client's default is read_uncommitted.
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", "false");
        config.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        // io.confluent.kafka.serializers.KafkaAvroDeserializer goes here, too; the keys are the same.
        config.put("value.deserializer", "dev.vigia.schemas.serde.AvroDeserializer");
        config.put("specific.avro.reader", "true");
        return config;
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    /** After a crash a record comes again: episode_id and sequence tell whether it was dealt with. */
    private static void print(Alert alert) {
        System.out.printf(
                "%s %s %s %s (%s)%n",
                Instant.ofEpochMilli(alert.getAt()),
                alert.getTransition(),
                alert.getSeverity(),
                alert.getTitle(),
                alert.getSummary());
    }
}
