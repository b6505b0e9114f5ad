package dev.vigia.processors.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigia.platform.EmbeddedBroker;
import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.streams.StreamsSettings;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.runtime.TopicInstaller;
import dev.vigia.schemas.avro.Control;
import dev.vigia.schemas.avro.ControlSignal;
import dev.vigia.schemas.avro.Input;
import dev.vigia.schemas.avro.RuleFile;
import dev.vigia.schemas.avro.Signal;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlIT {

    @TempDir
    private Path folder;

    @Test
    void whatIsSaid_andTheInputs_getIntoEveryPartition() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, Map.of());
                TestRegistry server = new TestRegistry();
                RegistryClient registry = server.client()) {
            KafkaSettings kafka =
                    new KafkaSettings(broker.bootstrapServers(), "http://unused", "x-", 5, 3, (short) 1, Map.of());
            new TopicInstaller(kafka).install();
            try (ControlPart part = new ControlPart(
                    kafka, StreamsSettings.in(folder.resolve("streams")), registry, Clock.systemUTC())) {
                part.start();
                Control said = new Control("c1", 7L, "file:a.yaml", null, new RuleFile("a.yaml", "rules: []"));
                say(kafka, registry, said);
                List<Input> inputs =
                        List.of(new Input("x-logs", 5), new Input("x-metrics", 5), new Input("x-spans", 5));
                hear(kafka, registry, new ControlSignal(0L, said), inputs);
            }
        }
    }

    private static void say(KafkaSettings kafka, RegistryClient registry, Control said) {
        try (var producer = new KafkaProducer<>(
                kafka.producer(), new ByteArraySerializer(), new AvroSerializer<Control>(registry))) {
            producer.send(new ProducerRecord<>(kafka.topics().control().name(), said));
        }
    }

    private static void hear(KafkaSettings kafka, RegistryClient registry, ControlSignal said, List<Input> inputs) {
        String signals = kafka.topics().signals().name();
        Map<Integer, List<Object>> heard = new HashMap<>();
        try (var consumer = new KafkaConsumer<>(
                kafka.consumer(), new ByteArrayDeserializer(), new AvroDeserializer<>(registry, Signal.class))) {
            var partitions = IntStream.range(0, 3)
                    .mapToObj(number -> new TopicPartition(signals, number))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> heard.computeIfAbsent(record.partition(), unseen -> new ArrayList<>())
                                .add(record.value().getBody()));
                for (int number = 0; number < 3; number++) {
                    List<Object> bodies = heard.getOrDefault(number, List.of());
                    assertThat(bodies).contains(said);
                    assertThat(bodies)
                            .anyMatch(body -> body instanceof Tick tick
                                    && tick.getInputs().equals(inputs));
                }
            });
        }
    }
}
