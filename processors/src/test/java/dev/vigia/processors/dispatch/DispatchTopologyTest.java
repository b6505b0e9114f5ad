package dev.vigia.processors.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.processors.TestDriver;
import dev.vigia.processors.TestRegistry;
import dev.vigia.processors.oncall.OnCall;
import dev.vigia.processors.routing.Routing;
import dev.vigia.processors.streams.AvroSerde;
import dev.vigia.schemas.Topics;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.DecisionKind;
import dev.vigia.schemas.avro.DispatchDecision;
import dev.vigia.schemas.avro.DispatchSignal;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.Tick;
import dev.vigia.schemas.avro.Transition;
import dev.vigia.schemas.serde.AvroSerializer;
import dev.vigia.schemas.serde.RegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchTopologyTest {

    private static final Topics TOPICS = Topics.of("", 1, 1);
    private static final long NOW = 1_800_000_000_000L;

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestRegistry server;
    private RegistryClient registry;
    private TopologyTestDriver driver;

    @BeforeEach
    void start() throws Exception {
        server = new TestRegistry();
        registry = server.client();
        Routing routing = Routing.parse("routes.yaml", DispatchingTest.ROUTES, Map.of());
        driver = TestDriver.of(
                "dispatch-test",
                folder,
                new DispatchTopology(TOPICS, registry, routing, OnCall.none(), meters).build());
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
        server.close();
    }

    @Test
    void decisions_areWrittenByEpisode_besideTheNotifications() {
        TestInputTopic<byte[], DispatchSignal> signals = driver.createInputTopic(
                TOPICS.dispatchSignals().name(), new ByteArraySerializer(), new AvroSerializer<>(registry));
        signals.pipeInput(new DispatchSignal(new Tick(NOW, List.of())));
        signals.pipeInput(new DispatchSignal(alert(1, Severity.CRITICAL)));
        signals.pipeInput(new DispatchSignal(alert(2, Severity.LOW)));
        List<Notification> told = driver.createOutputTopic(
                        TOPICS.notifications().name(),
                        new StringDeserializer(),
                        AvroSerde.of(Notification.class, registry).deserializer())
                .readValuesToList();
        var decisions = driver.createOutputTopic(
                        TOPICS.decisions().name(),
                        new StringDeserializer(),
                        AvroSerde.of(DispatchDecision.class, registry).deserializer())
                .readKeyValuesToList();
        assertThat(told).extracting(Notification::getReceiver).containsExactly("slack", "email");
        assertThat(decisions).extracting(one -> one.key).containsExactly(episode(1), episode(1), episode(2));
        DispatchDecision first = decisions.get(0).value;
        assertThat(first.getKind()).isEqualTo(DecisionKind.TOLD);
        assertThat(first.getReason()).isEqualTo("BECAME_ACTIVE");
        assertThat(first.getWords()).isEqualTo("alert became active");
        assertThat(first.getNotificationId()).isEqualTo(told.get(0).getId());
        assertThat(first.getRoute()).isEqualTo("0.0");
        assertThat(first.getAt()).isEqualTo(NOW);
        assertThat(decisions.get(2).value.getKind()).isEqualTo(DecisionKind.LEFT);
        assertThat(decisions.get(2).value.getReason()).isEqualTo("NO_ROUTE");
        assertThat(meters.counter("vigia.dispatch.decisions", "decision", "leave", "reason", "no_route")
                        .count())
                .isEqualTo(1);
    }

    private static Alert alert(int episode, Severity severity) {
        return DispatchingTest.alert(episode(episode), severity, Transition.ACTIVE, "performance");
    }

    private static String episode(int number) {
        return "%016x".formatted(number);
    }
}
