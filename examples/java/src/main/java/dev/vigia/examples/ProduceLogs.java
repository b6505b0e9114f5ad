package dev.vigia.examples;

import dev.vigia.schemas.avro.ExceptionInfo;
import dev.vigia.schemas.avro.Log;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes errors of a service straight to the topic {@code logs}, as Avro. Arguments: the service, and how many. */
final class ProduceLogs {

    private ProduceLogs() {}

    public static void main(String[] args) throws Exception {
        String service = args.length > 0 ? args[0] : "till";
        int many = args.length > 1 ? Integer.parseInt(args[1]) : 12;
        try (KafkaProducer<byte[], Log> producer = new KafkaProducer<>(config())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < many; i++) sent.add(producer.send(new ProducerRecord<>("logs", log(service, i))));
            for (Future<RecordMetadata> one : sent) one.get();
        }
        System.out.println(many + " logs of " + service + " are in Kafka");
    }

    private static Properties config() {
        Properties config = new Properties();
        config.put("bootstrap.servers", setting("VIGIA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"));
        config.put(
                "schema.registry.url", setting("VIGIA_SCHEMA_REGISTRY_URL", "http://127.0.0.1:8081/apis/ccompat/v7"));
        config.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        // io.confluent.kafka.serializers.KafkaAvroSerializer goes here, too; the keys are the same.
        config.put("value.serializer", "dev.vigia.schemas.serde.AvroSerializer");
        // Vigia has registered the schema of logs: it is fetched by its subject, logs-value.
        config.put("auto.register.schemas", "false");
        config.put("use.latest.version", "true");
        return config;
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }

    private static Log log(String service, int number) {
        return Log.newBuilder()
                .setTimestamp(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()))
                .setSeverityNumber(17) // ERROR
                .setService(service)
                .setMessage("payment " + number + " was declined")
                .setEventName("payment_failed")
                .setException(new ExceptionInfo("PaymentDeclined", "insufficient funds", null))
                .setResource(Map.of("service.version", "1.4.2"))
                .setAttributes(Map.of("payment.provider", "acme", "payment.amount", 12.5))
                .build();
    }
}
