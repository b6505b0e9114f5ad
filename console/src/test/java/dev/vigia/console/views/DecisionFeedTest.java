package dev.vigia.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.console.Samples;
import dev.vigia.runtime.KafkaSettings;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroDeserializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionFeedTest {

    /** Nothing connects before it is started. */
    @Test
    void of_whileItIsRead_doesNotSayThatThatIsAll() {
        KafkaSettings kafka = KafkaSettings.of("127.0.0.1:1", "http://127.0.0.1:1");
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        CurrentAlerts current = new CurrentAlerts(10);
        try (RegistryClient registry = new RegistryClient(Map.of("schema.registry.url", kafka.schemaRegistryUrl()))) {
            TopicReader<Alert> alerts = new TopicReader<>(
                    new Feed<>(
                            kafka.topics().alertsCurrent(),
                            Start.whole(),
                            new AvroDeserializer<>(registry, Alert.class),
                            0,
                            current::accept),
                    kafka,
                    metrics);
            DecisionFeed feed = new DecisionFeed(alerts, current, delivery -> {}, registry, kafka, metrics);

            Told told = feed.of(
                    Samples.alert("a", Transition.ACTIVE, AlertState.ACTIVE).build());

            assertThat(told.receivers()).isEmpty();
            assertThat(told.missing())
                    .hasValueSatisfying(words -> assertThat(words).contains("decisions: starting"));
        }
    }
}
